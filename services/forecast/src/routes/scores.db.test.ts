import type { ForecastIssues, ForecastScores, Problem } from '@omarino/contracts'
import { uuidv7 } from '@omarino/platform'
import { saveForecast } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import type { z } from 'zod'
import { openApp } from '../sample-app.ts'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS } from '../sample-site.ts'

const issueMs = FIRST_MS + 10 * DAY_MS
const iso = (ms: number): string => new Date(ms).toISOString()
const window = `series=load&from=${iso(issueMs)}&to=${iso(issueMs + DAY_MS)}`

/** A forecast of the same value for each of some hours, with a band of ± 2. */
async function store(db: Pool, seriesId: number, atMs: number, hours: number, value: number, model: string) {
  const level = (by: number): Float64Array => new Float64Array(hours).fill(value + by)
  return saveForecast(db, {
    id: uuidv7(), seriesId, model, issueMs: atMs, startMs: atMs, stepMs: HOUR_MS, levels: [0.1, 0.5, 0.9], flags: [], choice: [], metrics: {}, history: {},
    seed: 1, codeVersion: 'test', inputsSha256: '', runKey: uuidv7(), taskRunId: null, source: null,
    pointValue: level(0), p10: level(-2), p50: level(0), p90: level(2), quantiles: [],
  }) // prettier-ignore
}

test('stored issues are scored against what happened: in total, by lead, hour, model and issue, each with its count', async (t) => {
  const { db, ask } = await openApp(t)
  const series = await addSeries(db, 'load')
  // 10 kW throughout, but 13 kW in the hours from the issue on; the last two hours of the forecast are not measured yet.
  await addPoints(db, series, FIRST_MS, new Float64Array(240).fill(10))
  await addPoints(db, series, issueMs, new Float64Array(4).fill(13))
  const early = await store(db, series.id, issueMs - 2 * HOUR_MS, 4, 10, 'seasonal-naive') // two of its hours lie in the window
  const late = await store(db, series.id, issueMs, 6, 12, 'ridge-ar')
  const reply = await ask('GET', `/forecast/scores?${window}`, { role: 'viewer' })
  const scores = reply.body as ForecastScores
  assert.equal(reply.status, 200)
  assert.deepEqual([scores.values, scores.total.count, scores.total.issues, scores.naive], [8, 6, 2, 'day'])
  assert.equal(scores.total.mae, (2 * 3 + 4 * 1) / 6)
  assert.equal(scores.total.bias, -(2 * 3 + 4 * 1) / 6)
  assert.equal(scores.total.nmae, 10 / 78) // of 6 · 13 kW
  assert.equal(scores.total.coverage80, 4 / 6)
  assert.ok(Math.abs((scores.total.skill ?? NaN) - (1 - 10 / 18)) < 1e-12) // the naive says 10 six times: 18 kW off
  assert.deepEqual(scores.byModel.map(({ model, mae, count }) => [model, mae, count]), [['ridge-ar', 1, 4], ['seasonal-naive', 3, 2]]) // prettier-ignore
  assert.deepEqual(scores.byIssue.map(({ forecastId, count }) => [forecastId, count]), [[late.id, 4], [early.id, 2]]) // prettier-ignore
  const lead = scores.byLead.map(({ fromHours, toHours, count, issues }) => [fromHours, toHours, count, issues])
  assert.deepEqual(lead, [[0, 1, 1, 1], [1, 3, 3, 2], [3, 6, 2, 2]]) // prettier-ignore
  assert.deepEqual(scores.byHour.map(({ hour, count }) => [hour, count]), [[1, 2], [2, 2], [3, 1], [4, 1]]) // prettier-ignore
})

test('past issues that reach into a window come as columns of that window, newest first, and no more than asked for', async (t) => {
  const { db, ask } = await openApp(t)
  const series = await addSeries(db, 'load')
  const early = await store(db, series.id, issueMs - 2 * HOUR_MS, 4, 10, 'seasonal-naive')
  const late = await store(db, series.id, issueMs + 23 * HOUR_MS, 4, 12, 'ridge-ar')
  await store(db, series.id, issueMs - 2 * HOUR_MS, 2, 9, 'ridge-ar') // ends where the window begins
  const { issues, truncated } = (await ask('GET', `/forecast/issues?${window}`)).body as ForecastIssues
  assert.deepEqual(issues.map(({ id, startTime, p50, p90 }) => [id, startTime, p50, p90]), [
    [late.id, iso(issueMs + 23 * HOUR_MS), [12], [14]],
    [early.id, iso(issueMs), [10, 10], [12, 12]],
  ]) // prettier-ignore
  assert.equal(truncated, false)
  const one = (await ask('GET', `/forecast/issues?${window}&limit=1`)).body as ForecastIssues
  assert.deepEqual([one.issues.length, one.truncated], [1, true])
})

test('a window without forecasts has scores of nothing, one that is empty or too long is refused with its length', async (t) => {
  const { db, ask } = await openApp(t)
  await addSeries(db, 'load')
  const scores = (await ask('GET', `/forecast/scores?${window}`)).body as ForecastScores
  assert.deepEqual([scores.total.count, scores.total.mae, scores.total.skill, scores.naive, scores.byModel], [0, null, null, null, []]) // prettier-ignore
  const refused = async (query: string) => {
    const { status, body } = await ask('GET', `/forecast/issues?series=load&${query}`)
    return [status, (body as z.infer<typeof Problem>).code, (body as z.infer<typeof Problem>).detail]
  }
  assert.deepEqual(await refused(`from=${iso(issueMs)}&to=${iso(issueMs)}`), [422, 'RANGE_INVALID', 'the window is empty; it must span up to 400 days']) // prettier-ignore
  assert.deepEqual(await refused(`from=${iso(issueMs)}&to=${iso(issueMs + 401 * DAY_MS)}`), [422, 'RANGE_INVALID', 'the window spans 401.0 days; it must span up to 400 days']) // prettier-ignore
})

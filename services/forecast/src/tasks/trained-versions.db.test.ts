import { getForecast, listModels, readForecastPoints } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad, sampleSite } from '../sample-site.ts'

const DAYS = 28
const issueMs = FIRST_MS + DAYS * DAY_MS
const iso = (ms: number): string => new Date(ms).toISOString()
const versionsOf = async (db: Pool, seriesId: number) =>
  (await listModels(db, { seriesId, limit: 9 }))
    .map(({ version, status, reason }) => ({ version, status, reason }))
    .reverse()

test('the first forecast trains a version that serves, the next ones use it without training', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const series = await addSeries(db, 'load')
  await addPoints(db, series, FIRST_MS, sampleLoad(DAYS + 3, 1))
  const first = await forecast({ series: ['load'], issueTime: iso(issueMs) })
  const later = await forecast({ series: ['load'], issueTime: iso(issueMs + 2 * DAY_MS) })
  assert.deepEqual([first.output.warm, later.output.warm], [0, 1])
  const [made, next] = [
    await getForecast(db, first.output.forecasts[0].forecastId),
    await getForecast(db, later.output.forecasts[0].forecastId),
  ]
  assert.deepEqual([made.model_version, next.model_id], [1, made.model_id])
  assert.deepEqual(await versionsOf(db, series.id), [
    { version: 1, status: 'active', reason: 'the first version that was trained for this question' },
  ])
  const other = await forecast({ series: ['load'], issueTime: iso(issueMs), levels: [0.99] }) // another question
  assert.equal(other.output.warm, 0)
  assert.equal((await listModels(db, { seriesId: series.id, status: 'active', limit: 9 })).length, 2)
})

test('a stored version makes the same bytes as the one that was just trained', async (t) => {
  const { db, forecast } = await sampleSite(t)
  await addPoints(db, await addSeries(db, 'load'), FIRST_MS, sampleLoad(DAYS, 1))
  const ids = []
  for (const warm of [0, 1]) {
    const { output } = await forecast({ series: ['load'], issueTime: iso(issueMs) })
    assert.equal(output.warm, warm)
    ids.push(output.forecasts[0].forecastId)
  }
  const [cold, warm] = await Promise.all(ids.map((id) => readForecastPoints(db, id)))
  assert.deepEqual(warm, cold)
})

test('a version never serves an issue before its training, and what is trained for such an issue does not serve', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const series = await addSeries(db, 'load')
  await addPoints(db, series, FIRST_MS, sampleLoad(DAYS, 1))
  const now = await forecast({ series: ['load'], issueTime: iso(issueMs) })
  const before = await forecast({ series: ['load'], issueTime: iso(issueMs - 2 * DAY_MS) })
  const between = await forecast({ series: ['load'], issueTime: iso(issueMs - DAY_MS) })
  assert.deepEqual([now, before, between].map(({ output }) => output.warm), [0, 0, 1]) // prettier-ignore
  assert.deepEqual((await versionsOf(db, series.id)).map(({ status }) => status), ['active', 'retired']) // prettier-ignore
})

test('a version that is older than 60 days, or of other code, is replaced by a new one', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const series = await addSeries(db, 'load')
  await addPoints(db, series, FIRST_MS, sampleLoad(DAYS + 62, 1))
  await forecast({ series: ['load'], issueTime: iso(issueMs) })
  const later = await forecast({ series: ['load'], issueTime: iso(issueMs + 61 * DAY_MS) })
  assert.equal(later.output.warm, 0)
  await db.query(`update forecast.model set code_version = '0.0.1' where status = 'active'`)
  assert.equal((await forecast({ series: ['load'], issueTime: iso(issueMs + 61 * DAY_MS + HOUR_MS) })).output.warm, 0)
  const versions = await versionsOf(db, series.id)
  assert.deepEqual(versions.map(({ status }) => status), ['retired', 'retired', 'active']) // prettier-ignore
  assert.match(versions[2].reason, /was trained by code 0\.0\.1$/)
})

test('a batch is stored whole or not at all, unless its caller takes what there is', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const keys = Array.from({ length: 40 }, (_, i) => `meter-${i}`)
  for (const [seed, key] of keys.entries()) await addPoints(db, await addSeries(db, key), FIRST_MS, sampleLoad(4, seed))
  await addSeries(db, 'empty')
  const batch = { series: [...keys, 'empty'], issueTime: iso(FIRST_MS + 4 * DAY_MS), horizon: 'PT3H' }
  const refused = await forecast(batch)
  assert.deepEqual([refused.state, refused.error?.code], ['failed', 'NO_HISTORY'])
  const count = async () =>
    (await db.query<{ n: number }>('select count(*)::int as n from forecast.forecast')).rows[0].n
  assert.equal(await count(), 0)
  const { output } = await forecast({ ...batch, partial: true })
  assert.deepEqual([output.count, output.warm, output.failed], [40, 40, 1]) // the refused batch had trained them
  assert.deepEqual(output.failures.map(({ series, code }) => [series, code]), [['empty', 'NO_HISTORY']]) // prettier-ignore
  assert.equal(await count(), 40)
})

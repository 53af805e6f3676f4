import { uuidv7 } from '@omarino/platform'
import { listDrifts, listModels, putPolicy, saveForecasts } from '@omarino/store'
import type { NewForecast } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad, sampleSite } from '../sample-site.ts'
import type { EndedTask, SampleSite } from '../sample-site.ts'

const DAYS = 28
const trainedMs = FIRST_MS + DAYS * DAY_MS
const iso = (ms: number): string => new Date(ms).toISOString()

interface Watched {
  readonly output: { watched: number; drifts: number; trainings: number }
}
const watch = async ({ forecast }: SampleSite, atMs: number) => {
  const ended = await forecast({ series: ['load'], at: iso(atMs) }, 'watch')
  assert.deepEqual([ended.state, ended.error], ['succeeded', null])
  return (ended as EndedTask & Watched).output
}
const trainings = async (db: Pool): Promise<{ id: string; reason: string; at: string }[]> =>
  (await db.query<{ id: string; reason: string; at: string }>(`select id, input ->> 'reason' as reason, input ->> 'at' as at from scheduler.task_run where kind = 'train'`)).rows // prettier-ignore

/** Day-ahead forecasts of 50 ± 5 kW for some days. */
async function storeDays(db: Pool, seriesId: number, fromMs: number, days: number): Promise<void> {
  const column = (value: number): Float64Array => new Float64Array(24).fill(value)
  const forecasts = Array.from({ length: days }, (_, day): NewForecast => ({
    id: uuidv7(), seriesId, model: 'test', issueMs: fromMs + day * DAY_MS, startMs: fromMs + day * DAY_MS, stepMs: HOUR_MS, levels: [0.1, 0.5, 0.9], flags: [],
    choice: [], metrics: {}, history: {}, seed: 1, codeVersion: 'test', inputsSha256: '', runKey: uuidv7(), taskRunId: null, source: null,
    pointValue: column(50), p10: column(45), p50: column(50), p90: column(55), quantiles: [],
  })) // prettier-ignore
  await saveForecasts(db, forecasts)
}

/** A version trained on four weeks of a load, and a week of forecasts after them. */
async function trained(t: Parameters<typeof sampleSite>[0], nowMs = 0) {
  const site = await sampleSite(t, nowMs)
  const series = await addSeries(site.db, 'load')
  await addPoints(site.db, series, FIRST_MS, sampleLoad(DAYS, 1))
  await site.forecast({ series: ['load'], issueTime: iso(trainedMs) })
  return { ...site, series }
}

test('forecasts that hold raise nothing and train nothing within the week, and after a week the calendar does', async (t) => {
  const site = await trained(t)
  await storeDays(site.db, site.series.id, trainedMs, 7)
  // 4 of 5 values inside the band, to both sides of the median; the day before was another.
  const values = Float64Array.from({ length: 168 }, (_, hour) => [52, 48, 57 - 14 * (hour % 2), 51, 49][hour % 5])
  await addPoints(site.db, site.series, trainedMs, values)
  assert.deepEqual(await watch(site, trainedMs + 6 * DAY_MS), { watched: 1, drifts: 0, trainings: 0 })
  assert.deepEqual(await watch(site, trainedMs + 7 * DAY_MS), { watched: 1, drifts: 0, trainings: 1 })
  const [{ id, reason, at }] = await trainings(site.db)
  assert.deepEqual([reason, at], ['schedule', iso(trainedMs + 7 * DAY_MS)])
  await site.ended(id)
  const models = await listModels(site.db, { seriesId: site.series.id, limit: 9 })
  assert.deepEqual(models.map(({ status }) => status), ['candidate', 'active']) // prettier-ignore
  assert.deepEqual(await watch(site, trainedMs + 8 * DAY_MS), { watched: 1, drifts: 0, trainings: 0 }) // trained by now
})

test('a level that moved is an alarm once a day and trains anew, but for a policy that says no', async (t) => {
  const site = await trained(t)
  await storeDays(site.db, site.series.id, trainedMs, 6)
  const wandering = Float64Array.from({ length: 144 }, (_, hour) => 58 + 3 * Math.sin(hour) + (hour % 4 === 0 ? -9 : 0))
  await addPoints(site.db, site.series, trainedMs, wandering)
  const atMs = trainedMs + 6 * DAY_MS
  const first = await watch(site, atMs)
  assert.ok(first.drifts >= 2)
  assert.equal(first.trainings, 1)
  const drifts = await listDrifts(site.db, { series: 'load', limit: 9 })
  assert.deepEqual(drifts.map(({ kind }) => kind).sort(), ['coverage', 'error-level', ...(drifts.length > 2 ? ['skill'] : [])].sort()) // prettier-ignore
  const [{ id, reason }] = await trainings(site.db)
  assert.equal(reason, 'drift')
  assert.deepEqual([...new Set(drifts.map((one) => one.train_task_run_id))], [id])
  const { rows } = await site.db.query(`select body ->> 'kind' as kind from event.entry where topic = 'forecast.drift'`)
  assert.equal(rows.length, drifts.length)
  assert.deepEqual((await watch(site, atMs + HOUR_MS)).drifts, 0)
  await site.ended(id)
  await putPolicy(site.db, site.series.id, { every: null, onDrift: false, onCorrection: true }, 'test')
  await storeDays(site.db, site.series.id, atMs, 6)
  await addPoints(site.db, site.series, atMs, wandering)
  const quiet = await watch(site, atMs + 6 * DAY_MS)
  assert.ok(quiet.drifts >= 2)
  assert.equal(quiet.trainings, 0)
})

test('a changed meter is an alarm and trains nothing', async (t) => {
  const site = await trained(t)
  await storeDays(site.db, site.series.id, trainedMs, 8)
  const values = Float64Array.from({ length: 192 }, (_, hour) => (hour < 180 ? 50 + (hour % 2) : 5))
  await addPoints(site.db, site.series, trainedMs, values)
  const { trainings: queued } = await watch(site, trainedMs + 8 * DAY_MS)
  const drifts = await listDrifts(site.db, { series: 'load', limit: 9 })
  const meter = drifts.find(({ kind }) => kind === 'meter-changed')
  assert.match(
    meter?.message ?? '',
    /^6 steps in a row lie 45\.0 below the forecast at a level of their own, beyond the 98 % band of 9\.08/,
  )
  assert.equal(queued, 0)
})

test('points corrected inside the trained range train anew, points after it do not', async (t) => {
  const site = await trained(t)
  await addPoints(site.db, site.series, trainedMs, sampleLoad(2, 5))
  assert.equal((await watch(site, trainedMs + DAY_MS)).trainings, 0)
  await addPoints(site.db, site.series, FIRST_MS + DAY_MS, Float64Array.of(33))
  assert.equal((await watch(site, trainedMs + DAY_MS)).trainings, 1)
  const [{ id, reason }] = await trainings(site.db)
  assert.equal(reason, 'correction')
  await site.ended(id)
  assert.equal((await watch(site, trainedMs + 2 * DAY_MS)).trainings, 0)
})

test('a warm forecast of now queues a look at its series once a day', async (t) => {
  const site = await trained(t)
  await addPoints(site.db, site.series, trainedMs, sampleLoad(2, 5))
  for (const hours of [1, 2, 25]) await site.forecast({ series: ['load'], issueTime: iso(trainedMs + hours * HOUR_MS) })
  const watches = await site.db.query(
    `select input ->> 'at' as at from scheduler.task_run where kind = 'watch' order by created_at`,
  )
  assert.deepEqual(watches.rows, [{ at: iso(trainedMs + HOUR_MS) }, { at: iso(trainedMs + 25 * HOUR_MS) }])
})

test('a replay queues none', async (t) => {
  const site = await trained(t, trainedMs + 3 * HOUR_MS)
  const { output } = await site.forecast({ series: ['load'], issueTime: iso(trainedMs + HOUR_MS) })
  assert.equal(output.warm, 1)
  assert.deepEqual((await site.db.query(`select from scheduler.task_run where kind = 'watch'`)).rowCount, 0)
})

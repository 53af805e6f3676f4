// A stored plan for tests: a site in UTC with a load whose forecast was one kW too low the day before, and a solved plan of two hours.
import { QUALITY } from '@omarino/energy'
import { addPlan, createMeter, createSeries, createSite, finishPlan, saveForecast, submitTask, transaction, writePoints } from '@omarino/store' // prettier-ignore
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const LOAD = 'demo/load/active_power'
/** The plan is issued at noon; the day before it is 9 March. */
export const ISSUE_MS = Date.UTC(2026, 2, 10, 12)
const YESTERDAY_MS = Date.UTC(2026, 2, 9)

const hours = (value: number): Float64Array => new Float64Array(24).fill(value)

async function addDay(db: Pool, seriesId: number, fromMs: number, kw: number): Promise<void> {
  await transaction(db, (client) =>
    writePoints(client, {
      seriesIds: new Int32Array(24).fill(seriesId), timesMs: Float64Array.from({ length: 24 }, (_, i) => fromMs + i * HOUR_MS), values: hours(kw),
      quality: new Int16Array(24).fill(QUALITY.good),
    }),
  ) // prettier-ignore
}

/** Load of 10 kW the day before, 8 kW a week earlier; forecast before it: 9 kW, band 8 to 11. */
async function addHistory(db: Pool, seriesId: number): Promise<string> {
  await addDay(db, seriesId, YESTERDAY_MS, 10)
  await addDay(db, seriesId, YESTERDAY_MS - 7 * DAY_MS, 8)
  const id = randomUUID()
  await transaction(db, (client) =>
    saveForecast(client, {
      id, seriesId, model: 'ridge-ar', issueMs: YESTERDAY_MS - HOUR_MS, startMs: YESTERDAY_MS, stepMs: HOUR_MS, levels: [], flags: [], choice: [], metrics: {},
      history: {}, seed: 1, codeVersion: 'test', inputsSha256: '', runKey: id, taskRunId: null, source: null,
      pointValue: hours(9), p10: hours(8), p50: hours(9), p90: hours(11), quantiles: [],
    }),
  ) // prettier-ignore
  return id
}

const REQUEST = {
  schema: 'ems.optimize/1', site: { zone: 'UTC' }, horizon: { start: '2026-03-10T12:00:00Z', stepMinutes: 60, steps: 2 },
  prices: { import: [0.1, 0.3], export: 0.05 },
  assets: [
    { id: 'grid', type: 'grid', importPricePerKwh: 'import', exportPricePerKwh: 'export' },
    { id: 'battery', type: 'battery', socMin: 0.1, socMax: 0.9 },
    { id: 'load', type: 'load' },
  ],
} // prettier-ignore
const RESULT = {
  horizon: { start: '2026-03-10T12:00:00Z', stepEnds: ['2026-03-10T13:00:00Z', '2026-03-10T14:00:00Z'] }, status: 'optimal', objective: 1.5, bound: 1.5,
  gap: { relative: 0, absolute: 0 }, costs: [{ line: 'grid.import', assetId: 'grid', amount: 1.5 }], relaxations: [], explanations: [],
  schedules: { grid: { powerKw: [15, 0] }, battery: { powerKw: [-5, 10], soc: [0.8, 0.3] }, load: { powerKw: [10, 10] } },
} // prettier-ignore

/** Stores site, history and a plan; `solved` false leaves the plan without its result. */
export async function makePlan(db: Pool, { solved = true } = {}): Promise<string> {
  const place = { country: null, latitude: null, longitude: null, source: 'demo' }
  const { site } = await createSite(db, { id: randomUUID(), key: 'demo', name: 'Demo', zone: 'UTC', currency: 'EUR', tariff: null, ...place }) // prettier-ignore
  await createMeter(db, { id: randomUUID(), key: 'demo', name: 'Demo', type: 'electricity', zone: 'UTC', source: null })
  const { series } = await createSeries(db, {
    uuid: randomUUID(), key: LOAD, meterKey: 'demo', name: 'Load', unit: 'kW', kind: 'mean', dataType: 'measurement', stepMs: HOUR_MS, zone: null, source: null,
  }) // prettier-ignore
  const forecastId = await addHistory(db, series.id)
  const inputs = [
    { name: 'load', series: LOAD, forecastId, detail: 'ridge-ar, issued 2026-03-10T11:00Z' },
    { name: 'prices', series: null, forecastId: null, detail: 'day-ahead' },
  ]
  const task = { runId: randomUUID(), taskRunId: randomUUID(), kind: 'optimize', queue: 'optimize', input: {}, idempotencyKey: null, principal: 'me' } // prettier-ignore
  const { taskRunId } = await submitTask(db, task)
  const id = randomUUID()
  await addPlan(db, { id, taskRunId, siteId: site.id, principal: 'me', issueMs: ISSUE_MS, startMs: ISSUE_MS, endMs: ISSUE_MS + 2 * HOUR_MS, inputs, request: REQUEST, codeVersion: 'test' }) // prettier-ignore
  if (solved)
    await transaction(db, (client) => finishPlan(client, id, { status: 'optimal', objective: 1.5, costDoingNothing: 4, modelHash: 'm', result: RESULT, settlement: null })) // prettier-ignore
  return id
}

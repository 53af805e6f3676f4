import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { bestForecast, createMeter, createSeries, findForecast, getForecast, listForecasts, readContributions, readForecastPoints, saveForecast, saveForecasts, testDatabase, transaction } from './index.ts' // prettier-ignore
import type { NewForecast, SeriesRow } from './index.ts'

const HOUR_MS = 3_600_000
const sundayMs = Date.UTC(2026, 0, 4, 22) // two hours before the week of 5 January begins

async function makeSeries(db: Pool, key: string): Promise<SeriesRow> {
  await createMeter(db, { id: randomUUID(), key: 'load', name: 'load', type: 'electricity', zone: 'UTC', source: null })
  const row = { uuid: randomUUID(), key, meterKey: 'load', name: key, unit: 'kW', kind: 'mean', dataType: 'measurement', stepMs: HOUR_MS, zone: null, source: null } // prettier-ignore
  return (await createSeries(db, row)).series
}

const forecastOf = (series: SeriesRow, issueMs: number, change: Partial<NewForecast> = {}): NewForecast => ({
  id: randomUUID(), seriesId: series.id, model: 'ridge-ar', issueMs, startMs: issueMs, stepMs: HOUR_MS, levels: [0.05, 0.1, 0.5, 0.9, 0.95],
  flags: ['gaps'], choice: [{ model: 'ridge-ar' }], metrics: { mae: 0.25 }, history: { points: 9 }, seed: 3, codeVersion: '0', inputsSha256: 'ab',
  runKey: randomUUID(), taskRunId: null, source: 'demo', pointValue: Float64Array.of(2, 4, 0.1 + 0.2), p10: Float64Array.of(1, 3, 0),
  p50: Float64Array.of(2, 4, 0.1 + 0.2), p90: Float64Array.of(3, 5, 6), quantiles: [Float64Array.of(0, 2, -1), Float64Array.of(4, 6, 7)], ...change,
}) // prettier-ignore

test('what was saved is read back bit by bit, over the edge of a week', async (t) => {
  const { db } = await testDatabase(t)
  const series = await makeSeries(db, 'demo/load/active_power')
  const given = forecastOf(series, sundayMs)
  const saved = await transaction(db, (client) => saveForecast(client, given))
  const { series_key, unit, horizon, levels, flags, metrics, seed, source } = await getForecast(db, saved.id)
  assert.deepEqual(
    { series_key, unit, horizon, levels, flags, metrics, seed, source },
    {
      series_key: 'demo/load/active_power', unit: 'kW', horizon: 3, levels: [0.05, 0.1, 0.5, 0.9, 0.95], flags: ['gaps'], metrics: { mae: 0.25 },
      seed: 3, source: 'demo',
    },
  ) // prettier-ignore
  const { timesMs, ...columns } = await readForecastPoints(db, saved.id)
  assert.deepEqual([...timesMs], [sundayMs, sundayMs + HOUR_MS, sundayMs + 2 * HOUR_MS])
  const { pointValue, p10, p50, p90, quantiles } = given
  assert.deepEqual(columns, { pointValue, p10, p50, p90, quantiles })
})

test('an explanation comes back as a column per group, and a forecast without one has none', async (t) => {
  const { db } = await testDatabase(t)
  const series = await makeSeries(db, 'a')
  const explanation = { groups: ['base', 'daily'], contributions: Float64Array.of(1, 2, 3, 0.1, -0.2, 1e-300) }
  const [told, bare] = await saveForecasts(db, [
    forecastOf(series, sundayMs, { explanation }),
    forecastOf(series, sundayMs),
  ])
  assert.deepEqual([told.explained_groups, bare.explained_groups], [['base', 'daily'], null])
  assert.deepEqual(await readContributions(db, told), [Float64Array.of(1, 2, 3), Float64Array.of(0.1, -0.2, 1e-300)])
  assert.deepEqual(await readContributions(db, bare), [])
})

test('many forecasts at once are what one by one would be, in their order, also beside one that is known', async (t) => {
  const { db } = await testDatabase(t)
  const [a, b] = [await makeSeries(db, 'a'), await makeSeries(db, 'b')]
  const known = await saveForecast(db, forecastOf(b, sundayMs, { runKey: 'known' }))
  const later = forecastOf(a, sundayMs + 24 * HOUR_MS, { p50: Float64Array.of(7), p10: Float64Array.of(6), p90: Float64Array.of(8), pointValue: Float64Array.of(7), quantiles: [Float64Array.of(5), Float64Array.of(9)] }) // prettier-ignore
  const rows = await saveForecasts(db, [later, forecastOf(b, sundayMs, { runKey: 'known' }), forecastOf(a, sundayMs)])
  assert.deepEqual(rows.map(({ series_key: key, horizon }) => [key, horizon]), [['a', 1], ['b', 3], ['a', 3]]) // prettier-ignore
  assert.equal(rows[1].id, known.id)
  const { timesMs, p50, quantiles } = await readForecastPoints(db, rows[0].id)
  assert.deepEqual([[...timesMs], [...p50], quantiles.map((column) => [...column])], [[sundayMs + 24 * HOUR_MS], [7], [[5], [9]]]) // prettier-ignore
  assert.equal((await readForecastPoints(db, rows[2].id)).timesMs.length, 3)
})

test('a run key that is known changes nothing: the first forecast stands', async (t) => {
  const { db } = await testDatabase(t)
  const series = await makeSeries(db, 'a')
  const first = await saveForecast(db, forecastOf(series, sundayMs, { runKey: 'run/forecast/-1/a', quantiles: [] }))
  const again = forecastOf(series, sundayMs, { runKey: 'run/forecast/-1/a', p50: Float64Array.of(9, 9, 9) })
  assert.equal((await saveForecast(db, again)).id, first.id)
  assert.equal(await findForecast(db, again.id), undefined)
  assert.deepEqual([...(await readForecastPoints(db, first.id)).p50], [2, 4, 0.1 + 0.2])
  assert.equal((await readForecastPoints(db, again.id)).timesMs.length, 0)
  await assert.rejects(getForecast(db, again.id), { code: 'NO_SUCH_FORECAST' })
})

test('the best forecast at an instant is the newest issued by then, and of equals the last made', async (t) => {
  const { db } = await testDatabase(t)
  const series = await makeSeries(db, 'a')
  const early = await saveForecast(db, forecastOf(series, sundayMs))
  await saveForecast(db, forecastOf(series, sundayMs + HOUR_MS))
  const remade = await saveForecast(db, forecastOf(series, sundayMs + HOUR_MS))
  await saveForecast(db, forecastOf(await makeSeries(db, 'b'), sundayMs + HOUR_MS))
  assert.equal((await bestForecast(db, series.id, sundayMs + HOUR_MS - 1))?.id, early.id)
  assert.equal((await bestForecast(db, series.id, sundayMs + HOUR_MS))?.id, remade.id)
  assert.equal(await bestForecast(db, series.id, sundayMs - 1), undefined)
})

test('a list goes on exactly where its page ended, also among equal issue times', async (t) => {
  const { db } = await testDatabase(t)
  const series = await makeSeries(db, 'a')
  for (const hour of [0, 1, 1, 1, 2]) await saveForecast(db, forecastOf(series, sundayMs + hour * HOUR_MS))
  const whole = (await listForecasts(db, { limit: 9 })).map(({ id }) => id)
  const [first, second] = await listForecasts(db, { limit: 2 })
  const after = { issueMs: second.issue_time.getTime(), id: second.id }
  const rest = (await listForecasts(db, { after, limit: 9 })).map(({ id }) => id)
  assert.deepEqual([first.id, second.id, ...rest], whole)
  assert.equal((await listForecasts(db, { issuedBeforeMs: sundayMs + HOUR_MS, limit: 9 })).length, 1)
  assert.deepEqual(await listForecasts(db, { series: 'b', limit: 9 }), [])
})

import { getForecast, readForecastPoints } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad, sampleSite } from '../sample-site.ts'

const DAYS = 28
const issueMs = FIRST_MS + DAYS * DAY_MS
const issueTime = new Date(issueMs).toISOString()

const countForecasts = async (db: Pool): Promise<number> =>
  (await db.query<{ n: number }>('select count(*)::int as n from forecast.forecast')).rows[0].n

test('a task stores a forecast per series with ordered quantiles, tells of it, and keeps what it was made from', async (t) => {
  const { db, forecast } = await sampleSite(t)
  for (const [seed, key] of ['demo/load/active_power', 'demo/other/active_power'].entries())
    await addPoints(db, await addSeries(db, key), FIRST_MS, sampleLoad(DAYS, seed))
  const series = ['demo/load/active_power', 'demo/other/active_power', 'demo/load/active_power']
  const { state, output, error, id } = await forecast({ series, issueTime, horizon: 'P1D', levels: [0.05], seed: 9 })
  assert.deepEqual([state, error], ['succeeded', null])
  assert.deepEqual(output.forecasts.map((one) => one.series), series.slice(0, 2)) // prettier-ignore
  const row = await getForecast(db, output.forecasts[0].forecastId)
  assert.deepEqual(
    [row.issue_time, row.start_time, row.step_ms, row.horizon, row.levels, row.seed, row.source, row.task_run_id],
    [new Date(issueMs), new Date(issueMs), HOUR_MS, 24, [0.05, 0.1, 0.5, 0.9], 9, 'demo', id],
  )
  const span = { fromTime: new Date(FIRST_MS).toISOString(), toTime: issueTime, points: DAYS * 24 }
  assert.deepEqual(row.history, span)
  const { timesMs, pointValue, p10, p50, p90, quantiles } = await readForecastPoints(db, row.id)
  assert.deepEqual([...timesMs], Array.from({ length: 24 }, (_, lead) => issueMs + lead * HOUR_MS)) // prettier-ignore
  assert.ok(p50.every((value, i) => quantiles[0][i] <= p10[i] && p10[i] <= value && value <= p90[i]))
  assert.deepEqual(pointValue, p50)
  const events = await db.query(`select body from event.entry where topic = 'forecast.stored'`)
  assert.deepEqual(events.rows, [{ body: output }])
})

test('what happens at or after the issue time does not change one bit of the forecast', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const series = await addSeries(db, 'load')
  await addPoints(db, series, FIRST_MS, sampleLoad(DAYS, 1))
  // Seven minutes after the hour: the hour that has begun is not known, and the forecast starts with the next one.
  const input = { series: ['load'], issueTime: new Date(issueMs - HOUR_MS + 7 * 60_000).toISOString(), horizon: 'PT6H' }
  const read = async () => {
    const { forecastId } = (await forecast(input)).output.forecasts[0]
    const { start_time, model, choice, metrics, history, inputs_sha256 } = await getForecast(db, forecastId)
    return {
      start_time,
      model,
      choice,
      metrics,
      history,
      inputs_sha256,
      points: await readForecastPoints(db, forecastId),
    }
  }
  const before = await read()
  assert.equal(before.start_time.getTime(), issueMs)
  await addPoints(db, series, issueMs - HOUR_MS, new Float64Array(48).fill(1e6))
  assert.deepEqual(await read(), before)
})

test('a task that runs again finds what it stored and writes nothing', async (t) => {
  const { db, forecast, ended } = await sampleSite(t)
  await addPoints(db, await addSeries(db, 'load'), FIRST_MS, sampleLoad(DAYS, 1))
  const first = await forecast({ series: ['load'], issueTime })
  await db.query(`update scheduler.task_run set state = 'ready', output = null where id = $1`, [first.id])
  const again = await ended(first.id)
  assert.deepEqual([again.state, again.output], ['succeeded', { ...first.output, warm: 1 }]) // what was fitted then served now
  assert.equal(await countForecasts(db), 1)
})

test('a series without or with too little history fails with the numbers, and nothing of the task is stored', async (t) => {
  const { db, forecast } = await sampleSite(t)
  await addPoints(db, await addSeries(db, 'long'), FIRST_MS, sampleLoad(DAYS, 1))
  await addSeries(db, 'empty')
  await addPoints(db, await addSeries(db, 'short'), issueMs - 30 * HOUR_MS, new Float64Array(30).fill(3))
  const none = await forecast({ series: ['long', 'empty'], issueTime })
  assert.deepEqual([none.state, none.error], ['failed', {
    code: 'NO_HISTORY',
    message: 'empty: the series has 0 days (0 points) of history; a forecast needs 2 days (48 points, of which 24 known)',
  }]) // prettier-ignore
  const both = await forecast({ series: ['short', 'long', 'empty'], issueTime })
  assert.equal(both.error?.code, 'TOO_LITTLE_HISTORY')
  assert.equal(
    both.error?.message,
    'short: the history holds 1.3 days (30 points); a forecast needs 2 days (48 points, of which 24 known) (2 of 3 series have no forecast)',
  )
  assert.equal(await countForecasts(db), 0)
})

test('series that no grid fits, unknown series and horizons beyond the limit are refused by name', async (t) => {
  const { db, forecast } = await sampleSite(t)
  await addSeries(db, 'irregular', { stepMs: null })
  await addSeries(db, 'counter', { kind: 'cumulative', unit: 'kWh' })
  await addPoints(db, await addSeries(db, 'shifted'), FIRST_MS, sampleLoad(DAYS, 1))
  const { rows } = await db.query<{ id: number }>(`select id from timeseries.series where key = 'shifted'`)
  await db.query(`update timeseries.point set time = time + interval '20 min' where series_id = $1 and extract(dow from time) = 1`, [rows[0].id]) // prettier-ignore
  const refused = async (input: object) => (await forecast({ issueTime, ...input })).error
  assert.equal((await refused({ series: ['irregular'] }))?.code, 'SERIES_IRREGULAR')
  assert.equal((await refused({ series: ['counter'] }))?.code, 'SERIES_CUMULATIVE')
  const shifted = await refused({ series: ['shifted'] })
  assert.deepEqual(shifted, {
    code: 'SERIES_IRREGULAR',
    message: 'shifted: 96 of 672 points lie off the grid of 3600 s; a forecast needs one value per step',
  }) // four Mondays of 24 hours
  assert.equal((await refused({ series: ['nobody'] }))?.code, 'NO_SUCH_SERIES')
  await addPoints(db, await addSeries(db, 'good'), FIRST_MS, sampleLoad(DAYS, 1))
  assert.equal((await refused({ series: ['good'], horizon: 'PT10001H' }))?.code, 'HORIZON_TOO_LONG')
})

test('a suspect value counts as missing, and a price that was negative may be so again', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const series = await addSeries(db, 'price', { unit: 'EUR/MWh', dataType: 'price' })
  await addPoints(db, series, FIRST_MS, sampleLoad(DAYS, 1).map((value) => value - 50)) // prettier-ignore
  await db.query('update timeseries.point set quality = 2, value = 1e9 where series_id = $1 and extract(hour from time) = 5', [series.id]) // prettier-ignore
  const { output } = await forecast({ series: ['price'], issueTime, horizon: 'PT24H' })
  const { history } = await getForecast(db, output.forecasts[0].forecastId)
  assert.equal((history as { points: number }).points, DAYS * 23)
  const { p10, p90 } = await readForecastPoints(db, output.forecasts[0].forecastId)
  assert.ok(Math.min(...p10) < 0)
  assert.ok(Math.max(...p90) < 1000)
})

import { getForecast, readForecastPoints } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad, sampleSite } from '../sample-site.ts'
import type { SampleSite } from '../sample-site.ts'

const DAYS = 28
const issueMs = FIRST_MS + DAYS * DAY_MS
const issueTime = new Date(issueMs).toISOString()
const nowMs = issueMs + 60_000

async function forecastOf({ db, forecast }: SampleSite, input: object) {
  const { state, error, output } = await forecast({ issueTime, horizon: 'PT24H', ...input })
  assert.deepEqual([state, error], ['succeeded', null])
  const row = await getForecast(db, output.forecasts[0].forecastId)
  return { row, points: await readForecastPoints(db, row.id) }
}

test('bounds and model hold for all series, or for those that they name', async (t) => {
  const site = await sampleSite(t)
  const load = sampleLoad(DAYS, 1)
  for (const key of ['a', 'b']) await addPoints(site.db, await addSeries(site.db, key), FIRST_MS, load)
  const { output } = await site.forecast({
    series: ['a', 'b'], issueTime, horizon: 'PT24H', capacity: { a: 55 }, model: { b: 'seasonal-naive' }, nonNegative: { a: false },
  }) // prettier-ignore
  const [a, b] = output.forecasts
  const highest = async (id: string) => Math.max(...(await readForecastPoints(site.db, id)).p90)
  assert.equal(await highest(a.forecastId), 55)
  assert.ok((await highest(b.forecastId)) > 60)
  assert.equal(b.model, 'seasonal-naive')
  const request = (await getForecast(site.db, a.forecastId)).request as Record<string, unknown>
  assert.deepEqual([request['capacity'], request['nonNegative'], request['model']], [55, false, 'auto'])
})

test('options of series that are not asked for and models that do not exist are refused by name', async (t) => {
  const { db, forecast } = await sampleSite(t)
  await addSeries(db, 'a')
  const refused = async (input: object) => (await forecast({ series: ['a'], issueTime, ...input })).error
  assert.deepEqual(
    (await refused({ capacity: { b: 5 } }))?.message,
    '/capacity names b, which is none of the 1 series asked for',
  )
  assert.equal((await refused({ model: 'oracle' }))?.code, 'MODEL_UNKNOWN')
  assert.equal((await refused({ covariates: { known: ['nobody'] } }))?.code, 'NO_SUCH_SERIES')
  assert.equal((await refused({ covariates: { known: ['a'], observed: ['a'] } }))?.code, 'TASK_INPUT')
})

/** A load that is twice the temperature, whose hours come from 10-minute values. */
async function withWeather(site: SampleSite, aheadDays: number) {
  const temperature = sampleLoad(DAYS + aheadDays, 7)
  await addPoints(site.db, await addSeries(site.db, 'load'), FIRST_MS, temperature.slice(0, DAYS * 24).map((value) => 2 * value)) // prettier-ignore
  const weather = await addSeries(site.db, 'weather', { dataType: 'weather', unit: '°C', kind: 'instant' })
  await addPoints(site.db, weather, FIRST_MS, temperature)
  return { weather, temperature }
}

test('weather that is known ahead is used; what it says after the horizon, or was measured later, is not', async (t) => {
  const site = await sampleSite(t, nowMs)
  const { weather } = await withWeather(site, 1)
  const input = { series: ['load'], covariates: { known: ['weather'] } }
  const { row, points } = await forecastOf(site, input)
  assert.deepEqual(row.covariates, [{ series: 'weather', role: 'known', ahead: 'points', forecastId: null }])
  assert.deepEqual(row.flags.filter((flag) => flag.startsWith('covariate')), []) // prettier-ignore
  await addPoints(site.db, weather, issueMs + DAY_MS, new Float64Array(24).fill(99))
  const again = await forecastOf(site, input)
  assert.deepEqual([again.row.inputs_sha256, again.points], [row.inputs_sha256, points])
  await addPoints(site.db, weather, issueMs, new Float64Array(24).fill(99))
  assert.notEqual((await forecastOf(site, input)).row.inputs_sha256, row.inputs_sha256)
})

test('a covariate without values ahead is left out with a flag, and a measurement ahead is no knowledge', async (t) => {
  const site = await sampleSite(t, nowMs)
  await withWeather(site, 0)
  const measured = await addSeries(site.db, 'measured')
  await addPoints(site.db, measured, FIRST_MS, sampleLoad(DAYS + 2, 3))
  const { row, points } = await forecastOf(site, { series: ['load'], covariates: { known: ['weather', 'measured'] } })
  assert.deepEqual((row.covariates as { ahead: string }[]).map(({ ahead }) => ahead), ['none', 'none']) // prettier-ignore
  assert.ok(row.flags.includes('covariate-missing'))
  assert.deepEqual((row.request as { covariates: unknown }).covariates, { known: [], observed: [] })
  assert.deepEqual((await forecastOf(site, { series: ['load'] })).points, points)
})

test('a covariate with a stored forecast is filled by the best one at the issue time', async (t) => {
  const site = await sampleSite(t, nowMs)
  await withWeather(site, 0)
  const early = await site.forecast({
    series: ['weather'],
    issueTime: new Date(issueMs - HOUR_MS).toISOString(),
    horizon: 'PT36H',
  })
  await addPoints(site.db, await addSeries(site.db, 'other'), FIRST_MS, sampleLoad(DAYS, 3))
  const { row } = await forecastOf(site, { series: ['load'], covariates: { known: ['weather'], observed: ['other'] } })
  assert.deepEqual(row.covariates, [
    { series: 'weather', role: 'known', ahead: 'forecast', forecastId: early.output.forecasts[0].forecastId },
    { series: 'other', role: 'observed', ahead: 'none', forecastId: null },
  ])
})

test('in a replay the forecast of that time goes before points that came since, and points alone are flagged', async (t) => {
  const site = await sampleSite(t, issueMs + 2 * DAY_MS)
  const { weather, temperature } = await withWeather(site, 2)
  const input = { series: ['load'], covariates: { known: ['weather'] } }
  const bare = await forecastOf(site, input)
  assert.ok(bare.row.flags.includes('covariates-as-now'))
  const past = await site.forecast({ series: ['weather'], issueTime, horizon: 'PT24H' })
  const { row } = await forecastOf(site, input)
  assert.equal((row.covariates as { forecastId: string }[])[0].forecastId, past.output.forecasts[0].forecastId)
  assert.ok(!row.flags.includes('covariates-as-now'))
  await addPoints(site.db, weather, issueMs, temperature.slice(DAYS * 24).map((value) => value + 5)) // prettier-ignore
  assert.equal((await forecastOf(site, input)).row.inputs_sha256, row.inputs_sha256)
})

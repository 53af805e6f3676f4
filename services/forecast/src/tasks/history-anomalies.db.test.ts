import { getForecast } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad, sampleSite } from '../sample-site.ts'

const DAYS = 28
const issueMs = FIRST_MS + DAYS * DAY_MS
const iso = (ms: number): string => new Date(ms).toISOString()

test('what is odd in the history of a power is told with its time, by a version that was fitted and by one that serves', async (t) => {
  const { db, forecast } = await sampleSite(t)
  // A spike at hour 300, and a meter that stood still from hour 401 to 407.
  const odd = sampleLoad(DAYS, 1).map((value, hour) => (hour === 300 ? 900 : hour > 400 && hour < 408 ? 47.1 : value))
  const load = await addSeries(db, 'load')
  await addPoints(db, load, FIRST_MS, odd)
  await addPoints(db, await addSeries(db, 'price', { unit: 'EUR/MWh' }), FIRST_MS, odd)
  const anomalies = [
    { kind: 'spikes', from: iso(FIRST_MS + 300 * HOUR_MS), to: iso(FIRST_MS + 301 * HOUR_MS) },
    { kind: 'stuck-meter', from: iso(FIRST_MS + 401 * HOUR_MS), to: iso(FIRST_MS + 408 * HOUR_MS) },
  ]
  for (const warm of [0, 2]) {
    const input = { series: ['load', 'price'], issueTime: iso(issueMs), horizon: 'PT24H' }
    const { output } = await forecast(input)
    assert.equal(output.warm, warm)
    const [told, price] = await Promise.all(output.forecasts.map(({ forecastId }) => getForecast(db, forecastId)))
    assert.deepEqual(told.anomalies, anomalies)
    assert.ok(told.flags.includes('spikes') && told.flags.includes('stuck-meter'))
    assert.deepEqual([price.anomalies, price.flags.includes('spikes')], [[], false])
  }
})

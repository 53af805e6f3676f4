import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { calendarColumns } from '../calendar-columns.ts'
import { HOUR_MS, type Past } from '../model.ts'
import { MONDAY_MS, sampleTask } from '../sample-series.ts'
import { gam } from './gam.ts'

const task = sampleTask()
const DAYS = 60
const STEPS = 48

/** A wind farm that yields nothing below 4 m/s, rises to 12, is full beyond, and trails its wind by `lag` hours. */
function windFarm(lag: number) {
  const normal = seededNormal(seededRandom(4))
  let state = 0
  const wind = Float64Array.from({ length: DAYS * 24 + STEPS }, () => {
    state = 0.95 * state + normal()
    return Math.abs(8 + 1.3 * state)
  })
  const power = wind.map((_, i) => Math.min(1, Math.max(0, (wind[Math.max(0, i - lag)] - 4) / 8)))
  return { wind, power }
}

function predict(power: Float64Array, wind: Float64Array, ahead = wind): Float64Array {
  const calendar = calendarColumns(MONDAY_MS, HOUR_MS, DAYS * 24, 'UTC', null)
  const past: Past = { values: power.slice(0, DAYS * 24), observed: {}, known: { wind: wind.slice(0, DAYS * 24) }, calendar } // prettier-ignore
  const future = {
    known: { wind: ahead.slice(DAYS * 24) },
    calendar: calendarColumns(MONDAY_MS + DAYS * 24 * HOUR_MS, HOUR_MS, STEPS, 'UTC', null),
    steps: STEPS,
  }
  return gam.predict(structuredClone(gam.fit(past, task)), past, future).values
}

const meanError = (forecast: Float64Array, power: Float64Array): number =>
  forecast.reduce((sum, value, i) => sum + Math.abs(value - power[DAYS * 24 + i]), 0) / STEPS

test('a power curve with corners is learnt from the wind, also where the meter trails it', () => {
  for (const lag of [0, 3]) {
    const { wind, power } = windFarm(lag)
    assert.ok(meanError(predict(power, wind), power) < 0.04, `lag ${lag}: ${meanError(predict(power, wind), power)}`)
  }
})

test('the forecast follows the weather ahead', () => {
  const { wind, power } = windFarm(0)
  const calm = wind.map((value, i) => (i < DAYS * 24 ? value : 3))
  const storm = wind.map((value, i) => (i < DAYS * 24 ? value : 12))
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value / STEPS, 0)
  assert.ok(mean(predict(power, wind, calm)) < 0.1 && mean(predict(power, wind, storm)) > 0.85)
})

test('without weather the waves of day and week are left, and a missing day of weather is no trouble', () => {
  const load = Float64Array.from({ length: DAYS * 24 + STEPS }, (_, i) => 10 + 3 * Math.sin((2 * Math.PI * i) / 24))
  const none = predict(load, new Float64Array(DAYS * 24 + STEPS).fill(NaN))
  none.forEach((value, i) => assert.ok(Math.abs(value - load[DAYS * 24 + i]) < 0.1))
  const { wind, power } = windFarm(0)
  const gap = wind.map((value, i) => (i > DAYS * 24 + 10 ? NaN : value))
  assert.ok(predict(power, gap).every(Number.isFinite))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@omarino/energy'
import { calendarColumns } from '../calendar-columns.ts'
import { type ForecastTask, HOUR_MS, type Location, type Past } from '../model.ts'
import { planeIrradiance } from './pv-clear-sky.ts'
import { pv } from './pv.ts'

const MUNICH: Location = { latitude: 48.1, longitude: 11.6 }
const START_MS = Date.UTC(2024, 4, 1)
const DAYS = 40
const task: ForecastTask = { stepMs: HOUR_MS, levels: [0.5], nonNegative: true, capacity: null, model: 'auto', seed: 1 }
const calendarOf = (from: number, days: number) =>
  calendarColumns(START_MS + from * 24 * HOUR_MS, HOUR_MS, days * 24, 'UTC', null)

/** A plant of 10 kW at 1,000 W/m² under clouds that change by the hour, and the radiation that comes through them. */
function plant(tiltDeg: number, azimuthDeg: number) {
  const uniform = seededRandom(3)
  const calendar = calendarOf(0, DAYS + 1)
  const tilted = planeIrradiance(calendar, MUNICH, { tiltDeg, azimuthDeg }, HOUR_MS)
  const flat = planeIrradiance(calendar, MUNICH, { tiltDeg: 0, azimuthDeg: 180 }, HOUR_MS)
  const sky = tilted.map(() => (uniform() < 0.4 ? 1 : 0.2 + 0.8 * uniform()))
  return { power: tilted.map((watts, i) => (watts / 100) * sky[i]), radiation: flat.map((watts, i) => watts * sky[i]) }
}

function forecastOf(power: Float64Array, radiation: Float64Array, location?: Location): Float64Array {
  const known = DAYS * 24
  const past: Past = { values: power.slice(0, known), observed: {}, known: { radiation: radiation.slice(0, known) }, calendar: calendarOf(0, DAYS) } // prettier-ignore
  const future = { known: { radiation: radiation.slice(known) }, calendar: calendarOf(DAYS, 1), steps: 24 }
  const asked = location ? { ...task, location } : task
  return pv.predict(structuredClone(pv.fit(past, asked)), past, future).values
}

const error = (forecast: Float64Array, power: Float64Array): number =>
  forecast.reduce((sum, value, i) => sum + Math.abs(value - power[DAYS * 24 + i]), 0) / 24

test('the sun at its height over Munich in June stands in a plane that faces it', () => {
  const noon = calendarColumns(Date.UTC(2024, 5, 21, 11), HOUR_MS, 1, 'UTC', null)
  const [flat] = planeIrradiance(noon, MUNICH, { tiltDeg: 0, azimuthDeg: 180 }, HOUR_MS)
  // Elevation 65.3°: Haurwitz gives 1098 · 0.909 · exp(−0.059 ÷ 0.909) = 935 W/m².
  assert.ok(Math.abs(flat - 935) < 8, `${flat}`)
  const [south] = planeIrradiance(noon, MUNICH, { tiltDeg: 24.7, azimuthDeg: 180 }, HOUR_MS)
  // Square to the sun: 85 % ÷ 0.909 of beam and 15 % · (1 + cos 24.7°) ÷ 2 of sky.
  assert.ok(Math.abs(south / flat - (0.85 / 0.909 + (0.15 * (1 + Math.cos(0.431))) / 2)) < 0.01, `${south}`)
  assert.deepEqual([...planeIrradiance(calendarOf(0, 1), MUNICH, { tiltDeg: 30, azimuthDeg: 180 }, HOUR_MS).slice(0, 3)], [0, 0, 0]) // prettier-ignore
})

test('the plane of a plant that faces east is found from its yield', () => {
  const { power, radiation } = plant(30, 120)
  const known = DAYS * 24
  const past: Past = { values: power.slice(0, known), observed: {}, known: { radiation: radiation.slice(0, known) }, calendar: calendarOf(0, DAYS) } // prettier-ignore
  const { clear } = pv.fit(past, { ...task, location: MUNICH })
  assert.deepEqual(clear.plane, { tiltDeg: 30, azimuthDeg: 120 })
  assert.ok(Math.abs(clear.peak - 10) < 0.5, `${clear.peak}`)
})

test('with the radiation ahead the hours of a cloudy day are forecast, with and without the place', () => {
  const { power, radiation } = plant(30, 180)
  const mean = power.reduce((sum, value) => sum + value, 0) / power.length
  for (const location of [MUNICH, undefined]) {
    const off = error(forecastOf(power, radiation, location), power)
    assert.ok(off < 0.12 * mean, `${off} of ${mean}`)
  }
})

test('nights are 0 and no hour yields more than a fifth above the clear sky', () => {
  const { power, radiation } = plant(30, 180)
  const forecast = forecastOf(
    power,
    radiation.map((value) => 5 * value),
    MUNICH,
  )
  assert.deepEqual([...forecast.slice(0, 3), forecast[23]], [0, 0, 0, 0])
  assert.ok(forecast.every((value) => value >= 0 && value <= 1.2 * 10 * 1.1))
})

test('without any weather the days before tell the clearness', () => {
  const calendar = calendarOf(0, DAYS + 1)
  const half = planeIrradiance(calendar, MUNICH, { tiltDeg: 30, azimuthDeg: 180 }, HOUR_MS).map((watts) => watts / 200)
  const past: Past = { values: half.slice(0, DAYS * 24), observed: {}, known: {}, calendar: calendarOf(0, DAYS) }
  const state = pv.fit(past, task)
  const { values } = pv.predict(state, past, { known: {}, calendar: calendarOf(DAYS, 1), steps: 24 })
  assert.ok(error(values, half) < 0.08, `${error(values, half)}`)
})

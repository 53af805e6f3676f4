import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { type ForecastTask, HOUR_MS, type Past } from '../model.ts'
import { MONDAY_MS, sampleLoad } from '../sample-series.ts'
import { mstl, type MstlState } from './mstl.ts'
import type { LocalState } from './local-time.ts'

const task: ForecastTask = { stepMs: HOUR_MS, levels: [0.5], nonNegative: false, capacity: null, model: 'x', seed: 1 }
const pastOf = (values: Float64Array, stepMs = HOUR_MS): Past => ({
  values,
  observed: {},
  known: {},
  calendar: calendarColumns(MONDAY_MS, stepMs, values.length, 'UTC', null),
})
function ahead(state: LocalState<MstlState>, past: Past, steps: number, stepMs = HOUR_MS): Float64Array {
  const calendar = calendarColumns(MONDAY_MS + past.values.length * stepMs, stepMs, steps, 'UTC', null)
  return mstl.predict(state, past, { known: {}, calendar, steps }).values
}

test('a day and a week that repeat are forecast, gaps and negative values or not', () => {
  const at = (i: number): number => 10 * Math.sin((2 * Math.PI * i) / 24) + (Math.floor(i / 24) % 7 >= 5 ? -5 : 5)
  const values = Float64Array.from({ length: 42 * 24 }, (_, i) => (i % 50 === 3 ? NaN : at(i)))
  const past = pastOf(values)
  const state = mstl.fit(past, task)
  assert.deepEqual(state.inner.profiles.map(({ length }) => length), [24, 168]) // prettier-ignore
  assert.equal(state.inner.logarithmic, false)
  // A step from 5 to −5 is no daily wave: what STL leaves of it on the days beside is within a tenth of the step.
  for (const [k, value] of ahead(state, past, 168).entries()) assert.ok(Math.abs(value - at(42 * 24 + k)) < 1, `${k}: ${value}`) // prettier-ignore
})

test('factors are sums of logarithms', () => {
  const at = (i: number): number => 100 * Math.exp(0.5 * Math.sin((2 * Math.PI * i) / 24))
  const past = pastOf(Float64Array.from({ length: 240 }, (_, i) => at(i)))
  const state = mstl.fit(past, task)
  assert.equal(state.inner.logarithmic, true)
  for (const [k, value] of ahead(state, past, 24).entries()) assert.ok(Math.abs(value - at(240 + k)) < 0.5)
})

test('two years of days show the year', () => {
  const day = 24 * HOUR_MS
  const at = (i: number): number => 10 * Math.cos((2 * Math.PI * i) / 365)
  const past = pastOf(Float64Array.from({ length: 800 }, (_, i) => at(i)), day) // prettier-ignore
  const state = mstl.fit(past, { ...task, stepMs: day })
  assert.deepEqual(state.inner.profiles.map(({ length }) => length), [7, 365]) // prettier-ignore
  for (const [k, value] of ahead(state, past, 60, day).entries()) assert.ok(Math.abs(value - at(800 + k)) < 1, `${k}`)
})

test('states taken forward hour by hour are those taken forward at once', () => {
  const gaps = sampleLoad(20).values.map((value, i) => (i % 31 === 0 ? NaN : value))
  const first = mstl.fit(pastOf(gaps.slice(0, 400)), task)
  const before = JSON.stringify(first)
  let state = first
  for (let end = 401; end <= 480; end += 1) state = mstl.update(state, pastOf(gaps.slice(0, end)))
  assert.deepEqual(state, mstl.update(first, pastOf(gaps)))
  assert.equal(JSON.stringify(first), before)
})

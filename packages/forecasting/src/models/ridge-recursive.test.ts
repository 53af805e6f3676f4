import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { type ForecastTask, HOUR_MS, type Past } from '../model.ts'
import { mapValues, MONDAY_MS, sampleLoad } from '../sample-series.ts'
import { ridgeRecursive } from './ridge-recursive.ts'

const task: ForecastTask = {
  stepMs: HOUR_MS,
  levels: [0.5],
  nonNegative: false,
  capacity: null,
  model: 'auto',
  seed: 1,
}
const calendarOf = (from: number, steps: number) =>
  calendarColumns(MONDAY_MS + from * HOUR_MS, HOUR_MS, steps, 'UTC', null)
const pastOf = (values: Float64Array): Past => ({
  values,
  observed: {},
  known: {},
  calendar: calendarOf(0, values.length),
})
function predict(values: Float64Array, steps: number): Float64Array {
  const past = pastOf(values)
  const state = structuredClone(ridgeRecursive.fit(past, task))
  return ridgeRecursive.predict(state, past, { known: {}, calendar: calendarOf(values.length, steps), steps }).values
}

test('an autoregression without noise is followed for two days', () => {
  // y[t] = 10 + 0.5·(y[t−24] − 10) + 0.4·(y[t−1] − 10) + wave: linear in lags that the model has.
  const values = new Float64Array(24 * 40)
  for (let t = 0; t < values.length; t += 1) {
    const before = t > 0 ? values[t - 1] - 10 : 0
    const dayBefore = t >= 24 ? values[t - 24] - 10 : 0
    values[t] = 10 + 0.5 * dayBefore + 0.4 * before + Math.sin((2 * Math.PI * t) / 24)
  }
  const known = values.slice(0, 24 * 38)
  predict(known, 48).forEach((value, i) => assert.ok(Math.abs(value - values[24 * 38 + i]) < 0.05, `${i}: ${value}`))
})

test('a positive series is forecast on its logarithm: it never goes below 0', () => {
  const load = sampleLoad(30)
  const shifted = mapValues(load, (value) => Math.exp(value / 10))
  assert.ok(predict(shifted.values, 72).every((value) => value > 0))
})

test('far ahead it stays near the range that was seen', () => {
  const trend = Float64Array.from({ length: 24 * 30 }, (_, t) => 100 + t)
  const highest = Math.max(...predict(trend, 24 * 60))
  assert.ok(highest < 2 * (100 + 24 * 30), `${highest}`)
})

test('missing values, the last day among them, leave a finite forecast', () => {
  const { values } = sampleLoad(30)
  const gaps = values.map((value, i) => (i % 7 === 0 || i > values.length - 24 ? NaN : value))
  assert.ok(predict(gaps, 24).every((value) => Number.isFinite(value) && value > 0 && value < 120))
})

test('steps of a day work too', () => {
  const values = Float64Array.from({ length: 60 }, (_, t) => 10 + (t % 7))
  const stepMs = 24 * HOUR_MS
  const past = { values, observed: {}, known: {}, calendar: calendarColumns(MONDAY_MS, stepMs, 60, 'UTC', null) }
  const future = { known: {}, calendar: calendarColumns(MONDAY_MS + 60 * stepMs, stepMs, 7, 'UTC', null), steps: 7 }
  const state = ridgeRecursive.fit(past, { ...task, stepMs })
  const { values: ahead } = ridgeRecursive.predict(state, past, future)
  ahead.forEach((value, i) => assert.ok(Math.abs(value - (10 + ((60 + i) % 7))) < 0.1, `${i}: ${value}`))
})

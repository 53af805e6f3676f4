import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { HOUR_MS } from '../model.ts'
import { futureAfter, mapValues, MONDAY_MS, sampleLoad, samplePast, sampleTask } from '../sample-series.ts'
import { type RecursiveState, ridgeRecursive } from './ridge-recursive.ts'

const task = sampleTask()
function predict(values: Float64Array, steps: number): Float64Array {
  const past = samplePast(values)
  const state = structuredClone(ridgeRecursive.fit(past, task))
  return ridgeRecursive.predict(state, past, futureAfter(past, steps)).values
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

test('a prediction that is fed back passes on what it was made of, as by hand', () => {
  const state: RecursiveState = {
    perDay: 24, perHour: 1, lags: [1, 24], transform: { log: false, scale: { centre: 10, spread: 1 } }, range: [-100, 100],
    fit: { intercept: 1, coefficients: Float64Array.of(0.5, 0.25, 0, 0, 0), means: Float64Array.of(2, 0, 0, 0, 0) },
  } // prettier-ignore
  // Scaled: the last value is 6, a day before the horizon's steps 4 and 8. The base is 1 + 0.5 · 2 = 2.
  const values = new Float64Array(48).fill(10)
  values.set([14, 18], 24)
  values[47] = 16
  const past = samplePast(values)
  const told = ridgeRecursive.explain?.(state, past, futureAfter(past, 2))
  assert.ok(told)
  const of = (group: string): number[] => [...told.contributions.slice(2 * told.groups.indexOf(group)).slice(0, 2)]
  assert.deepEqual(of('base'), [12, 12])
  assert.deepEqual(of('recent level'), [0.5 * (6 - 2), 0.5 * (2 - 2) + 0.5 * 2])
  assert.deepEqual(of('daily'), [0.25 * 4, 0.25 * 8 + 0.5 * 1])
})

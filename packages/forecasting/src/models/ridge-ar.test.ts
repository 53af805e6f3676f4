import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import type { Past } from '../model.ts'
import { futureAfter, MONDAY_MS, sampleLoad, samplePast, sampleTask } from '../sample-series.ts'
import { ridgeAr, type RidgeState } from './ridge-ar.ts'
import { featureSource, RIDGE_FEATURES, writeFeatures } from './ridge-features.ts'

const HOUR_MS = 3_600_000
const task = sampleTask()
function predict(state: RidgeState, past: Past, steps: number): Float64Array {
  return ridgeAr.predict(state, past, futureAfter(past, steps)).values
}

test('features of a step are the values and means that stand before it', () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => i)
  const row = new Float64Array(RIDGE_FEATURES)
  const calendar = calendarColumns(MONDAY_MS, HOUR_MS, 400, 'UTC', null)
  const index = 14 * 24 // a Monday, 00:00: yesterday was a Sunday, the last workday was Friday
  writeFeatures(featureSource(values, calendar, 24, 1), index, row, 0)
  assert.deepEqual([...row.slice(0, 7)], [312, 288, 264, 240, 216, 192, 168])
  assert.deepEqual([...row.slice(7, 11)], [311, 313, 167, 169])
  assert.deepEqual([...row.slice(11, 13)], [264, 0]) // Friday; yesterday is of another type
  assert.deepEqual([...row.slice(13, 15)], [300.5, 228.5]) // means of 289…312 and 145…312
  assert.deepEqual([...row.slice(-4)], [0, 0, 1, 0]) // neither Saturday nor Sunday, a Monday, no Friday
})

test('the first day follows the past, the second day follows the first, as by hand', () => {
  const coefficients = new Float64Array(RIDGE_FEATURES)
  coefficients[0] = 1 // the day before
  const state: RidgeState = {
    perDay: 24, perHour: 1, scale: { centre: 10, spread: 2 }, fit: { intercept: 0.5, coefficients },
    correction: { knots: [0], lastHour: Float64Array.of(0), lastDay: Float64Array.of(0) }, range: [-5, 5],
  } // prettier-ignore
  const past = samplePast(Float64Array.from({ length: 14 * 24 }, (_, i) => 10 + (i % 24) / 8))
  const ahead = predict(state, past, 48)
  assert.equal(ahead[8], 12) // 10 + 1, and half a spread of 2 more
  assert.equal(ahead[32], 13)
})

test('a value of the day before speaks as shape of the day and as level of the week, as by hand', () => {
  const coefficients = new Float64Array(RIDGE_FEATURES)
  coefficients[0] = 0.5 // the day before
  const means = new Float64Array(RIDGE_FEATURES)
  means[0] = 0.25
  const state: RidgeState = {
    perDay: 24, perHour: 1, scale: { centre: 10, spread: 2 }, fit: { intercept: 0.5, coefficients, means },
    correction: { knots: [0], lastHour: Float64Array.of(0), lastDay: Float64Array.of(0) }, range: [-5, 5],
  } // prettier-ignore
  // Scaled, the last week is 1 but for the last day's first hour, 8: its mean up to that hour is (167 + 8) / 168.
  const past = samplePast(Float64Array.from({ length: 14 * 24 }, (_, i) => (i === 13 * 24 ? 26 : 12)))
  const calendar = calendarColumns(MONDAY_MS + past.values.length * HOUR_MS, HOUR_MS, 1, 'UTC', null)
  const future = { known: {}, calendar, steps: 1 }
  const told = ridgeAr.explain?.(state, past, future)
  const level = 175 / 168
  assert.ok(told)
  const of = (group: string): number => told.contributions[told.groups.indexOf(group)]
  assert.equal(of('base'), 10 + 2 * (0.5 + 0.5 * 0.25))
  assert.ok(Math.abs(of('daily') - 2 * 0.5 * (8 - level)) < 1e-12)
  assert.ok(Math.abs(of('recent level') - 2 * 0.5 * (level - 0.25)) < 1e-12)
  assert.equal(of('weekly'), 0)
})

test('a recursive step cannot leave the range', () => {
  const coefficients = new Float64Array(RIDGE_FEATURES)
  const state: RidgeState = {
    perDay: 24, perHour: 1, scale: { centre: 0, spread: 1 }, fit: { intercept: 99, coefficients },
    correction: { knots: [0], lastHour: Float64Array.of(0), lastDay: Float64Array.of(0) }, range: [-2, 3],
  } // prettier-ignore
  assert.deepEqual([...predict(state, samplePast(new Float64Array(336)), 2)], [3, 3])
})

test('a constant stays what it is', () => {
  const past = samplePast(new Float64Array(400).fill(7))
  assert.ok(predict(ridgeAr.fit(past, task), past, 36).every((value) => Math.abs(value - 7) < 1e-9))
})

test('an exact week is repeated to within a hundredth of its range', () => {
  const past = samplePast(sampleLoad(70, 1, 0).values)
  const truth = sampleLoad(72, 1, 0).values.slice(70 * 24)
  const ahead = predict(ridgeAr.fit(past, task), past, 48)
  for (const [i, value] of ahead.entries())
    assert.ok(Math.abs(value - truth[i]) < 0.6, `${i}: ${value} for ${truth[i]}`)
})

test('missing targets weigh nothing: a gap in an exact week changes little', () => {
  const values = sampleLoad(70, 1, 0).values.map((value, i) => (i > 500 && i < 560 ? NaN : value))
  const truth = sampleLoad(71, 1, 0).values.slice(70 * 24)
  const ahead = predict(ridgeAr.fit(samplePast(values), task), samplePast(values), 24)
  for (const [i, value] of ahead.entries())
    assert.ok(Math.abs(value - truth[i]) < 0.6, `${i}: ${value} for ${truth[i]}`)
})

test('the last error carries over to the next hours and fades', () => {
  const values = sampleLoad(70).values
  const raised = values.map((value, i) => (i === values.length - 1 ? value + 10 : value))
  const state = ridgeAr.fit(samplePast(values), task)
  const [plain, lifted] = [predict(state, samplePast(values), 24), predict(state, samplePast(raised), 24)]
  assert.ok(lifted[0] - plain[0] > 5) // the errors of this load keep 0.8 from hour to hour
  assert.ok(Math.abs(lifted[16] - plain[16]) < 2)
})

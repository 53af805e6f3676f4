import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { DAY_MS, type ForecastTask, type Past } from '../model.ts'
import { MONDAY_MS } from '../sample-series.ts'
import { empirical } from './empirical.ts'

const task: ForecastTask = { stepMs: DAY_MS, levels: [0.1, 0.5, 0.9], nonNegative: false, capacity: null, model: 'auto', seed: 1 } // prettier-ignore
const DAYS = 2 * 364

function predict(value: (day: number) => number, steps: number): Float64Array {
  const values = Float64Array.from({ length: DAYS }, (_, day) => value(day))
  const past: Past = { values, observed: {}, known: {}, calendar: calendarColumns(MONDAY_MS, DAY_MS, DAYS, 'UTC', null) } // prettier-ignore
  const calendar = calendarColumns(MONDAY_MS + DAYS * DAY_MS, DAY_MS, steps, 'UTC', null)
  return empirical.predict(empirical.fit(past, task), past, { known: {}, calendar, steps }).values
}

test('quantiles are those of the days of the same type around the same date of earlier years', () => {
  // Saturdays are 6, Sundays 7; workdays count up: 23 of them lie within 15 days of Monday 364 days ago.
  const weekly = (day: number): number => (day % 7 === 5 ? 6 : day % 7 === 6 ? 7 : 10 + (Math.floor(day / 7) % 5))
  const steps = 7
  const quantiles = predict(weekly, steps)
  assert.deepEqual([0, 1, 2].map((row) => quantiles[row * steps + 5]), [6, 6, 6]) // prettier-ignore
  assert.deepEqual([0, 1, 2].map((row) => quantiles[row * steps + 6]), [7, 7, 7]) // prettier-ignore
  assert.ok(quantiles[0] >= 10 && quantiles[2 * steps] <= 14 && quantiles[steps] > 10 && quantiles[steps] < 14)
})

test('a level that doubled moves by the bounded ratio of 1.5, half way', () => {
  const quantiles = predict((day) => (day < 364 ? 8 : 16), 40)
  // 30 days ahead only last year's dates are left, of which half lie in the old level: 8 · √1.5 and 16 (year 0 ended).
  assert.ok(quantiles.every((value) => value >= 8 * Math.sqrt(1.5) - 1e-9 && value <= 16 * Math.sqrt(1.5) + 1e-9))
})

test('a series that may be negative moves by a shift, half way', () => {
  const quantiles = predict((day) => (day < 364 ? -1 : 3), 1)
  // Day 728: this year's last 15 days are 3; last year's before day 364 are −1 and after it 3, each 2 higher.
  assert.ok([...quantiles].every((value) => value >= 1 && value <= 5))
})

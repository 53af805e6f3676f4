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
  // Saturdays are 6, Sundays 7, workdays 10 to 14 from Monday to Friday, in every week.
  const weekly = (day: number): number => (day % 7 === 5 ? 6 : day % 7 === 6 ? 7 : 10 + (day % 7))
  const steps = 7
  const quantiles = predict(weekly, steps)
  assert.deepEqual([0, 1, 2].map((row) => quantiles[row * steps + 5]), [6, 6, 6]) // prettier-ignore
  assert.deepEqual([0, 1, 2].map((row) => quantiles[row * steps + 6]), [7, 7, 7]) // prettier-ignore
  assert.ok(quantiles[0] >= 10 && quantiles[2 * steps] <= 14 && quantiles[steps] > 10 && quantiles[steps] < 14)
})

test('last year is moved to this year, half way and by no more than the bounded ratio', () => {
  // Day 752 on looks at days 373..403 of last year, all 16, and at 9..39 of the year before, all 8 and not comparable.
  const quantiles = predict((day) => (day < 364 ? 8 : 16), 40)
  const last = [0, 1, 2].map((row) => quantiles[row * 40 + 39])
  assert.deepEqual([last[0], last[2]], [8, 16 * Math.sqrt(1.5)])
})

test('a series that may be negative moves by a shift, half way', () => {
  const quantiles = predict((day) => (day < 364 ? -1 : 3), 40)
  assert.deepEqual([quantiles[39], quantiles[2 * 40 + 39]], [-1, 5]) // 3 and half of the 4 that the level rose by
})

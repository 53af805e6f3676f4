import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import type { ForecastTask } from '../model.ts'
import { seasonalNaive } from './seasonal-naive.ts'

const QUARTER_DAY_MS = 21_600_000
const DAY_MS = 86_400_000

function naive(values: number[], steps: number, stepMs: number, startMs = 0, zone = 'UTC'): number[] {
  const task: ForecastTask = { stepMs, levels: [0.5], nonNegative: false, capacity: null, model: 'auto', seed: 1 }
  const calendar = calendarColumns(startMs, stepMs, values.length, zone, null)
  const past = { values: Float64Array.from(values), observed: {}, known: {}, calendar }
  const ahead = calendarColumns(startMs + values.length * stepMs, stepMs, steps, zone, null)
  const state = seasonalNaive.fit(past, task)
  return [...seasonalNaive.predict(state, past, { known: {}, calendar: ahead, steps }).values]
}

test('each step repeats the day before; a missing value falls back a day further', () => {
  assert.deepEqual(naive([1, 2, 3, 4, 5, 6, NaN, 8], 6, QUARTER_DAY_MS), [5, 6, 3, 8, 5, 6])
})

test('a weekly pattern is repeated from the week before', () => {
  const week = [1, 5, 2, 6, 3, 7, 4]
  assert.deepEqual(naive([...week, ...week], 8, DAY_MS), [...week, 1])
})

test('a pattern that follows the day before stays with the day', () => {
  // daily steps of 1: the day before errs by 1, the week before by 7
  assert.deepEqual(
    naive(
      Array.from({ length: 20 }, (_, i) => i),
      2,
      DAY_MS,
    ),
    [19, 19],
  )
})

test('a local time that never had a value gets the median', () => {
  assert.deepEqual(naive([1, NaN, 3, 4, 5, NaN, 7, 8], 2, QUARTER_DAY_MS), [5, 4.5])
})

test('after clocks sprang forward, yesterday is the same local time, not 24 hours ago', () => {
  const startMs = Date.UTC(2024, 2, 29, 23) // Amsterdam midnight of 30 March; the 31st has 23 hours
  const localHours = [...Array.from({ length: 24 }, (_, h) => h), 0, 1, ...Array.from({ length: 21 }, (_, h) => h + 3)]
  const ahead = naive(localHours, 24, 3_600_000, startMs, 'Europe/Amsterdam')
  assert.deepEqual(
    ahead.filter((_, hour) => hour !== 2),
    localHours.slice(0, 24).filter((_, hour) => hour !== 2),
  )
})

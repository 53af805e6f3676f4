import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { DAY_MS, type ForecastTask } from '../model.ts'
import { sameDayType } from './same-day-type.ts'

const MONDAY_MS = Date.UTC(2024, 2, 4)
const fit = (values: number[], country: string | null = null, change: Partial<ForecastTask> = {}) => {
  const task: ForecastTask = { stepMs: DAY_MS, levels: [0.5], nonNegative: false, capacity: null, model: 'x', seed: 1, ...change } // prettier-ignore
  const calendar = calendarColumns(MONDAY_MS, DAY_MS, values.length, 'UTC', country)
  const past = { values: Float64Array.from(values), observed: {}, known: {}, calendar }
  const state = sameDayType.fit(past, task)
  const ahead = (steps: number): number[] => {
    const horizon = calendarColumns(MONDAY_MS + values.length * DAY_MS, DAY_MS, steps, 'UTC', country)
    return [...sameDayType.predict(state, past, { known: {}, calendar: horizon, steps }).values]
  }
  return { state, ahead }
}
// Four weeks: workdays about 10, Saturdays 5, Sundays 2; what they differ by repeats every 5 days: 0, 0.2, −0.1, 0.1, −0.2.
const noise = (i: number): number => [0, 0.2, -0.1, 0.1, -0.2][i % 5]
const weeks = Array.from({ length: 28 }, (_, i) => [10, 10, 10, 10, 10, 5, 2][i % 7] + noise(i))

test('days are alike by type where workdays are, and the median of the last ones stands', () => {
  const { state, ahead } = fit(weeks)
  assert.equal(state.pool, 'type')
  const [monday, , , , , saturday, sunday] = ahead(7)
  assert.ok(Math.abs(monday - 10) < 0.11)
  assert.ok(Math.abs(saturday - 5) < 0.11)
  assert.ok(Math.abs(sunday - 2) < 0.11)
})

test('a holiday borrows from Sundays', () => {
  // 4 March + 28 days is 1 April 2024, Easter Monday.
  assert.ok(fit(weeks, 'DE').ahead(1)[0] < 3)
  assert.ok(fit(weeks, null).ahead(1)[0] > 9)
})

test('a level that moves each day is followed from the day before', () => {
  const climbing = Array.from({ length: 28 }, (_, i) => i)
  const { state, ahead } = fit(climbing)
  assert.deepEqual([state.pool, state.days, ahead(2)], ['all', 1, [27, 27]])
})

test('counters have no day types, and a day without any known value like it takes the nearest', () => {
  assert.notEqual(fit(weeks, null, { dated: false }).state.pool, 'type')
  const noSunday = weeks.map((value, i) => (i % 7 === 6 ? NaN : value))
  assert.ok(fit(noSunday).ahead(7).every(Number.isFinite))
})

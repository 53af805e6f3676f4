import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from './calendar-columns.ts'
import { errorTable, leadGroup } from './error-table.ts'
import { DAY_MS, HOUR_MS, type Quantiles } from './model.ts'

const median = (...values: number[]): Quantiles => ({ levels: [0.5], values: Float64Array.from(values) })

test('leads are grouped by hours, longer apart further out', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 23, 24, 48, 1000].map((hours) => leadGroup(hours, HOUR_MS)),
    [0, 1, 1, 2, 4, 5, 6, 8],
  )
  assert.equal(leadGroup(95, DAY_MS / 96), 4)
})

test('an error is measured by the usual size of errors known at its origin, and they stand in rising order', () => {
  const stepMs = DAY_MS / 2
  const calendar = calendarColumns(0, stepMs, 8, 'UTC', null)
  const timeline = { values: Float64Array.of(0, 0, 2, NaN, 6, 6, 9, 8), observed: {}, known: {}, calendar }
  const forecasts = [median(0, 0), median(2, 3), median(9, 0)]
  const errors = errorTable({ model: 'seasonal-naive', origins: [2, 4, 6], forecasts }, timeline, stepMs)
  // Errors 2 | 4, 3 | 0, 8. Of a day's errors the 80 % rank of two is the first: sizes 2, 3; of 0 and 8 the larger, 8.
  assert.deepEqual([...errors.sizes.size], [2, 3, 8])
  // The first origin borrows the first day's size, the second knows 2, the third half the mean of 2 and 3 both ways.
  assert.deepEqual([...errors.score], [0, 1, 1.5, 2, 3.2])
  assert.deepEqual([...errors.target], [6, 2, 5, 4, 7])
  assert.deepEqual([...errors.origin], [2, 0, 1, 1, 2])
  assert.deepEqual([...errors.hour], [0, 0, 12, 0, 12])
  assert.deepEqual([...errors.group], [0, 0, 4, 0, 4])
})

test('of a forecast distribution the ranks of the outcomes are kept', () => {
  const calendar = calendarColumns(0, HOUR_MS, 4, 'UTC', null)
  const timeline = { values: Float64Array.of(0, 0, 15, 40), observed: {}, known: {}, calendar }
  const forecasts = [{ levels: [0.1, 0.5, 0.9], values: Float64Array.of(10, 10, 20, 20, 30, 30) }]
  const errors = errorTable({ model: 'empirical', origins: [2], forecasts }, timeline, HOUR_MS)
  assert.deepEqual([errors.ranks, ...errors.score.map((rank) => Number(rank.toFixed(9)))], [true, 0.3, 0.95])
})

test('an error where errors are large counts as much as one where they are small', () => {
  const hours = 24 * 60
  const calendar = calendarColumns(0, HOUR_MS, hours, 'UTC', null)
  // Forecasts of 0 and 10 by turns of days; they miss by 1 and by 3, above and below by turns of two days.
  const level = (i: number): number => (Math.floor(i / 24) % 2) * 10
  const values = Float64Array.from(
    { length: hours },
    (_, i) => level(i) + (i % 4 < 2 ? 1 : -1) * (level(i) > 0 ? 3 : 1),
  )
  const origins = Array.from({ length: 59 }, (_, i) => 24 * (i + 1))
  const forecasts = origins.map((origin) => median(...Array.from({ length: 24 }, (_, k) => level(origin + k))))
  const errors = errorTable({ model: 'x', origins, forecasts }, { values, observed: {}, known: {}, calendar }, HOUR_MS)
  // Four weeks of origins teach it.
  const meanSize = (height: number): number => {
    const sizes = [...errors.score].filter((_, i) => errors.origin[i] >= 28 && level(errors.target[i]) === height)
    return sizes.reduce((sum, score) => sum + Math.abs(score), 0) / sizes.length
  }
  assert.ok(meanSize(10) / meanSize(0) < 2, `${meanSize(10)} ${meanSize(0)}`) // without a factor three times
})

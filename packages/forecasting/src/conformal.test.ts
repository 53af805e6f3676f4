import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from './calendar-columns.ts'
import { conformalBands, type ErrorTable, errorTable, leadGroup } from './conformal.ts'
import { DAY_MS, HOUR_MS, type Quantiles } from './model.ts'

/** Scores of one lead group, with the size of the one day that they all lie in. */
const table = (score: number[], hour: (i: number) => number, size: number): ErrorTable => ({
  ranks: false,
  target: Int32Array.from(score, (_, i) => i),
  group: new Uint8Array(score.length),
  hour: Uint8Array.from(score, (_, i) => hour(i)),
  score: Float64Array.from(score),
  sizes: { firstStep: 0, perDay: 100, size: Float64Array.of(size) },
})

const median = (...values: number[]): Quantiles => ({ levels: [0.5], values: Float64Array.from(values) })

function quantilesAt(errors: ErrorTable, before: number, levels: number[], hour: number, raw = median(0)): number[] {
  const out = new Float64Array(levels.length)
  conformalBands(errors, before, levels).quantiles(raw, 0, 0, hour, out)
  return [...out]
}

test('leads are grouped by hours, longer apart further out', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 23, 24, 48, 1000].map((hours) => leadGroup(hours, HOUR_MS)),
    [0, 1, 1, 2, 4, 5, 6, 8],
  )
  assert.equal(leadGroup(95, DAY_MS / 96), 4)
})

test('an hour with 60 errors stands alone, one with fewer takes in its neighbours', () => {
  const scores = [...new Array<number>(60).fill(1), ...new Array<number>(40).fill(5)]
  const errors = table(scores, (i) => (i < 60 ? 3 : 4), 5)
  assert.deepEqual(quantilesAt(errors, 200, [0.5, 0.9], 3), [5, 5]) // all are 1, times the usual size 5
  assert.deepEqual(quantilesAt(errors, 200, [0.5, 0.9], 4), [5, 25]) // 60 ones and 40 fives
  assert.deepEqual(quantilesAt(errors, 200, [0.5, 0.9], 4, median(7)), [12, 32]) // around the median
})

test('only errors known before the origin count, and without any the band is closed', () => {
  const errors = table([1, 1, 1, 100], () => 0, 1)
  assert.deepEqual(quantilesAt(errors, 3, [0.9], 0), [1])
  assert.deepEqual(quantilesAt(errors, 0, [0.9], 0), [0])
})

test('an error is measured by the usual size of errors known at its origin', () => {
  const stepMs = DAY_MS / 2
  const calendar = calendarColumns(0, stepMs, 8, 'UTC', null)
  const timeline = { values: Float64Array.of(0, 0, 2, NaN, 6, 6, 9, 8), observed: {}, known: {}, calendar }
  const forecasts = [median(0, 0), median(2, 3), median(9, 0)]
  const errors = errorTable({ model: 'seasonal-naive', origins: [2, 4, 6], forecasts }, timeline, stepMs)
  assert.deepEqual([...errors.target], [2, 4, 5, 6, 7])
  // Errors 2 | 4, 3 | 0, 8. Of a day's errors the 80 % rank of two is the first: sizes 2, 3; of 0 and 8 the larger, 8.
  assert.deepEqual([...errors.sizes.size], [2, 3, 8])
  // The first origin borrows the first day's size, the second knows 2, the third half the mean of 2 and 3 both ways.
  assert.deepEqual([...errors.score], [1, 2, 1.5, 0, 3.2])
  assert.deepEqual([...errors.hour], [0, 0, 12, 0, 12])
  assert.deepEqual([...errors.group], [0, 0, 4, 0, 4])
})

test('a distribution that comes true too low is read at higher ranks', () => {
  const raw: Quantiles = { levels: [0.1, 0.5, 0.9], values: Float64Array.of(10, 20, 30) }
  const low = { ...table([0.9, 0.9, 0.9], () => 0, 1), ranks: true }
  assert.deepEqual(quantilesAt(low, 3, [0.1, 0.5], 0, raw), [30, 30])
  const none = { ...table([], () => 0, 1), ranks: true }
  assert.deepEqual(quantilesAt(none, 3, [0.1, 0.3, 0.5], 0, raw), [10, 15, 20]) // as it is, without errors
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from './calendar-columns.ts'
import { conformalBands, type ErrorTable, errorTable, leadGroup } from './conformal.ts'
import { DAY_MS, HOUR_MS } from './model.ts'
import { seasonalNaive } from './models/seasonal-naive.ts'

/** Errors of one lead group and unit scale, with the usual size that bands are scaled back by. */
const table = (errors: number[], hour: (i: number) => number, target: (i: number) => number): ErrorTable => ({
  target: Int32Array.from(errors, (_, i) => target(i)),
  group: new Uint8Array(errors.length),
  hour: Uint8Array.from(errors, (_, i) => hour(i)),
  error: Float64Array.from(errors),
  scale: new Float64Array(errors.length).fill(1),
})

test('leads are grouped by hours, longer apart further out', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 23, 24, 48, 1000].map((hours) => leadGroup(hours, HOUR_MS)),
    [0, 1, 1, 2, 4, 5, 6, 8],
  )
  assert.equal(leadGroup(95, DAY_MS / 96), 4)
})

test('an hour with 60 errors stands alone, one with fewer takes in its neighbours', () => {
  // 60 errors of 1 at 3 o'clock, 40 of 5 at 4 o'clock; every error lies in the last week and 0.8 of them below 5
  const errors = [...new Array<number>(60).fill(1), ...new Array<number>(40).fill(5)]
  const bands = conformalBands(
    table(
      errors,
      (i) => (i < 60 ? 3 : 4),
      (i) => i,
    ),
    200,
    [0.5, 0.9],
    HOUR_MS,
  )
  assert.deepEqual([...bands(0, 3)], [5, 5]) // all are 1, scaled by the usual size 5
  assert.deepEqual([...bands(0, 4)], [5, 25]) // 60 ones and 40 fives
})

test('only errors known before the origin count, and without any the band is closed', () => {
  const errors = table(
    [1, 1, 1, 100],
    () => 0,
    (i) => i,
  )
  assert.deepEqual([...conformalBands(errors, 3, [0.9], HOUR_MS)(0, 0)], [1])
  assert.deepEqual([...conformalBands(errors, 0, [0.9], HOUR_MS)(0, 0)], [0])
})

test('an error is measured by the usual size of errors known at its origin', () => {
  const calendar = calendarColumns(0, DAY_MS / 2, 6, 'UTC', null)
  const values = Float64Array.of(0, 0, 2, NaN, 6, 6)
  const medians = [Float64Array.of(0, 0), Float64Array.of(2, 3)]
  const timeline = { values, observed: {}, known: {}, calendar }
  const errors = errorTable({ model: seasonalNaive, origins: [2, 4], medians }, timeline, DAY_MS / 2)
  assert.deepEqual([...errors.target], [2, 4, 5])
  assert.deepEqual([...errors.error], [2, 4, 3])
  assert.deepEqual([...errors.scale], [2, 2, 2]) // before the second origin the only error is 2; the first borrows it
  assert.deepEqual([...errors.hour], [0, 0, 12])
  assert.deepEqual([...errors.group], [0, 0, 4])
})

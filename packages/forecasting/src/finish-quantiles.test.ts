import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from './calendar-columns.ts'
import type { Bands } from './conformal.ts'
import { finishQuantiles } from './finish-quantiles.ts'
import type { ForecastTask, Quantiles } from './model.ts'

const HALF_DAY_MS = 43_200_000
const levels = [0.1, 0.5, 0.9]
const task: ForecastTask = { stepMs: HALF_DAY_MS, levels, nonNegative: true, capacity: 9, model: 'auto', seed: 1 }

const medians = (...values: number[]): Quantiles => ({ levels: [0.5], values: Float64Array.from(values) })
/** Median plus an offset per level, the same at all steps. */
const bandsOf = (offsets: number[]): Bands => ({
  quantiles: ({ values }, step, _group, _hour, out) => out.set(offsets.map((offset) => values[step] + offset)),
})

function finish(values: number[], median: number, offsets: number[], change: Partial<ForecastTask> = {}): number[] {
  const calendar = calendarColumns(0, HALF_DAY_MS, values.length + 1, 'UTC', null)
  const timeline = { values: Float64Array.from(values), observed: {}, known: {}, calendar }
  const raw = medians(median)
  return [...finishQuantiles(raw, bandsOf(offsets), levels, timeline, values.length, { ...task, ...change })]
}

test('quantiles are sorted and held between 0 and the capacity', () => {
  assert.deepEqual(finish([1, 1], 4, [1, -1, 2]), [3, 5, 6])
  assert.deepEqual(finish([1, 1], 4, [-5, 0, 7]), [0, 4, 9])
  assert.deepEqual(finish([1, 1], 4, [-5, 0, 7], { nonNegative: false, capacity: null }), [-1, 4, 11])
})

test('a local time that was 0 on every day is 0 at all levels', () => {
  assert.deepEqual(finish([0, 5, 0, 5, 0, 5], 4, [-1, 0, 1]), [0, 0, 0])
  assert.deepEqual(finish([0, 5, NaN, 5, 0, 5, 0, 5], 4, [-1, 0, 1]), [0, 0, 0])
})

test('a meter that stands a hundredth of its peak off 0 shows nothing, where the series cannot be negative', () => {
  const night = [-0.03, 5, 0.04, 5, 0.02, 5]
  assert.deepEqual(finish(night, 4, [-1, 0, 1]), [0, 0, 0])
  assert.deepEqual(finish(night, 4, [-1, 0, 1], { nonNegative: false }), [3, 4, 5])
})

test('a series that is always negative at some time is no night', () => {
  assert.deepEqual(finish([-3, 5, -4, 5, -3, 5], 4, [-1, 0, 1], { nonNegative: false }), [3, 4, 5])
})

test('one value off 0, or only two days, prove no night', () => {
  assert.deepEqual(finish([0, 5, 0.1, 5, 0, 5], 4, [-1, 0, 1]), [3, 4, 5])
  assert.deepEqual(finish([0, 5, 0, 5], 4, [-1, 0, 1]), [3, 4, 5])
})

test('whether it is always 0 is judged by what was known at the origin', () => {
  const calendar = calendarColumns(0, HALF_DAY_MS, 9, 'UTC', null)
  const timeline = { values: Float64Array.of(0, 5, 0, 5, 0, 5, 7, 5), observed: {}, known: {}, calendar }
  const quantiles = finishQuantiles(medians(4, 4, 4), bandsOf([0]), [0.5], timeline, 6, task)
  assert.deepEqual([...quantiles], [0, 4, 0]) // the 7 lies after the origin
})

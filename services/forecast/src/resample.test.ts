import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resample } from './resample.ts'

const points = (stepMs: number | null, kind: 'instant' | 'mean', ...rows: [number, number][]) => ({
  timesMs: Float64Array.from(rows, ([ms]) => ms), values: Float64Array.from(rows, ([, value]) => value), stepMs, kind,
}) // prettier-ignore

test('finer points become the mean of what is known in each step', () => {
  const fine = points(5, 'mean', [0, 1], [5, 3], [10, 7], [15, NaN], [25, NaN])
  assert.deepEqual([...resample(fine, { startMs: 0, stepMs: 10, steps: 4 })], [2, 7, NaN, NaN])
  assert.deepEqual([...resample({ ...fine, stepMs: null }, { startMs: 10, stepMs: 10, steps: 1 })], [7])
})

test('a coarser mean holds for its step and no longer', () => {
  const coarse = points(20, 'mean', [0, 1], [20, 4], [60, 9])
  assert.deepEqual([...resample(coarse, { startMs: -10, stepMs: 10, steps: 9 })], [NaN, 1, 1, 4, 4, NaN, NaN, 9, 9])
})

test('between coarser instants lies a line, and after the last the value until its step is over', () => {
  const coarse = points(20, 'instant', [0, 1], [20, 5], [60, 9])
  assert.deepEqual([...resample(coarse, { startMs: 0, stepMs: 10, steps: 9 })], [1, 3, 5, 5, NaN, NaN, 9, 9, NaN])
})

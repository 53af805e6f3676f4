import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correlation } from './correlation.ts'

test('values on a rising line correlate by 1, on a falling one by −1, wherever both are known', () => {
  assert.equal(correlation(Float64Array.of(1, 2, NaN, 4), Float64Array.of(3, 5, 7, 9), 0), 1)
  assert.equal(correlation(Float64Array.of(1, 2, 3), Float64Array.of(6, 4, 2), 0), -1)
})

test('a lag reads the earlier value of the first column', () => {
  assert.equal(correlation(Float64Array.of(1, 2, 9, 0), Float64Array.of(7, 1, 2, 9), 1), 1)
})

test('a column that does not vary has no correlation', () => {
  assert.equal(correlation(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5), 0), 0)
  assert.equal(correlation(Float64Array.of(), Float64Array.of(), 0), 0)
})

test('a sample is spread over all pairs', () => {
  // Of 4 pairs 2 are read, the first and the third: 1 → 1 and 3 → 5; the others would spoil the line.
  assert.equal(correlation(Float64Array.of(1, 9, 3, 9), Float64Array.of(1, -9, 5, -9), 0, 2), 1)
})

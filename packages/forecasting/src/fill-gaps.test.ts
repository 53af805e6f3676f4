import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillGaps } from './fill-gaps.ts'

const flat = new Float64Array(16)

test('a short gap is filled by a line, a long one by the day before', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, NaN, NaN, 8, NaN, NaN, NaN, 1)
  assert.deepEqual([...fillGaps(values, flat, 4, 2)], [1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 1])
})

test('a gap at the end is not drawn towards what comes after', () => {
  assert.deepEqual([...fillGaps(Float64Array.of(1, 2, 3, 4, NaN), flat, 4, 2)], [1, 2, 3, 4, 1])
})

test('a gap with nothing before it is the centre', () => {
  assert.deepEqual([...fillGaps(Float64Array.of(NaN, NaN, NaN, 4), flat, 4, 2)], [0, 0, 0, 4])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldWithin, widenedRange } from './prediction-range.ts'

test('a range is that of the known values, wider by a share of itself on either side', () => {
  // From 2 to 12: a width of 10, of which 0.3 is 3.
  assert.deepEqual(widenedRange(Float64Array.of(4, NaN, 12, 2), 0.3), [-1, 15])
})

test('a value beyond a range is held at its bound', () => {
  assert.deepEqual([-2, 3, 16].map((value) => heldWithin([-1, 15], value)), [-1, 3, 15]) // prettier-ignore
})

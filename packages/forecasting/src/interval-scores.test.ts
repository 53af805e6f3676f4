import assert from 'node:assert/strict'
import { test } from 'node:test'
import { msis, pitHistogram, winkler } from './interval-scores.ts'

const actual = Float64Array.of(5, 0, NaN, 12)
const lower = Float64Array.of(4, 1, 0, 4)
const upper = Float64Array.of(8, 3, 9, 10)

test('an interval costs its width and, outside of it, 2/α of the distance', () => {
  // α = 0.2: widths 4, 2, 6; outside 0, 1, 2 → 4 + (2 + 10) + (6 + 20) = 42 over 3
  assert.ok(Math.abs(winkler(actual, lower, upper, 0.8) - 14) < 1e-12)
  assert.ok(Math.abs(msis(actual, lower, upper, 0.8, 7) - 2) < 1e-12)
  assert.ok(Number.isNaN(winkler(Float64Array.of(NaN), lower.slice(1, 2), upper.slice(1, 2), 0.8)))
  assert.throws(() => winkler(actual, lower, upper, 1), RangeError)
  assert.throws(() => winkler(actual, lower.slice(1), upper, 0.8), RangeError)
})

test('each actual value falls into the bin between the quantiles around it', () => {
  const quantiles = Float64Array.of(4, 1, 0, 4, 8, 3, 9, 10) // two levels of four steps
  assert.deepEqual([...pitHistogram(actual, quantiles, [0.1, 0.9])], [1 / 3, 1 / 3, 1 / 3])
  assert.throws(() => pitHistogram(actual, quantiles, [0.5]), RangeError)
})

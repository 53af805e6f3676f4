import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crps, meanPinball, pinball } from './pinball.ts'

test('a shortfall weighs by the level, an excess by the rest', () => {
  // (0.9 · (2 − 1) + 0.1 · (5 − 4)) / 2
  assert.equal(pinball(Float64Array.of(2, 4), Float64Array.of(1, 5), 0.9), 0.5)
})

test('at the median it is half the mean absolute error', () => {
  assert.equal(pinball(Float64Array.of(1, 2, 9), Float64Array.of(2, 4, 0), 0.5), 2) // (1 + 2 + 9) / 3 / 2
})

test('gaps are skipped, and nothing but gaps is no score', () => {
  assert.equal(pinball(Float64Array.of(NaN, 3), Float64Array.of(5, 1), 0.5), 1)
  assert.ok(Number.isNaN(pinball(Float64Array.of(NaN), Float64Array.of(5), 0.5)))
})

test('levels are averaged, and the CRPS is twice that', () => {
  const quantiles = Float64Array.of(0, 2) // levels 0.2 and 0.8 for one step
  assert.equal(meanPinball(Float64Array.of(1), quantiles, [0.2, 0.8]), 0.2 / 2 + (1 - 0.8) / 2)
  assert.equal(crps(Float64Array.of(1), quantiles, [0.2, 0.8]), 0.2 + (1 - 0.8))
})

test('shapes that differ and levels outside (0, 1) are refused', () => {
  assert.throws(() => pinball(Float64Array.of(1), Float64Array.of(1, 2), 0.5), RangeError)
  assert.throws(() => pinball(Float64Array.of(1), Float64Array.of(1), 1), RangeError)
  assert.throws(() => meanPinball(Float64Array.of(1), Float64Array.of(1), [0.1, 0.9]), RangeError)
})

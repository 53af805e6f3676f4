import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformalQuantile, medianOf, quantileOf, valueAtShare } from './order-statistics.ts'

test('the median skips what is not finite', () => {
  assert.equal(medianOf(Float64Array.of(5, NaN, 1, 3)), 3)
  assert.equal(medianOf(Float64Array.of(4, 1, Infinity, 2, 3)), 2.5)
  assert.ok(Number.isNaN(medianOf(Float64Array.of(NaN))))
})

test('the conformal quantile is the value of rank ceil((n + 1) · level)', () => {
  const nine = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
  assert.equal(conformalQuantile(nine, 0.9), 9) // ceil(10 · 0.9) = 9
  assert.equal(conformalQuantile(nine, 0.7), 7) // 10 · 0.7 is 7, not a hair more
  assert.equal(conformalQuantile(nine, 0.5), 5)
  assert.equal(conformalQuantile(nine, 0.1), 1)
  assert.equal(conformalQuantile(nine, 0.05), 1) // ceil(0.5) = 1
})

test('a level whose rank does not exist gets the largest value', () => {
  assert.equal(conformalQuantile(Float64Array.of(3, 5, 6, 8), 0.9), 8) // ceil(5 · 0.9) = 5 of 4
})

test('a quantile lies on the line between the values of the ranks beside it, at the outermost value beyond them', () => {
  const four = Float64Array.of(10, 20, 30, 40)
  assert.equal(quantileOf(four, 0.5), 25) // rank 2.5 of 1..4
  assert.equal(quantileOf(four, 0.3), 15) // rank 1.5
  assert.equal(quantileOf(four, 0.05), 10)
  assert.equal(quantileOf(four, 0.99), 40)
})

test('a share of the values lies below the one at that share', () => {
  assert.equal(valueAtShare(Float64Array.of(1, 2, 3, 4, 5), 0.6), 3) // floor(0.6 · 4) = 2
  assert.ok(Number.isNaN(valueAtShare(new Float64Array(0), 0.5)))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformalQuantile, medianOf } from './order-statistics.ts'

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

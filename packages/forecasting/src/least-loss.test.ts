import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLess, leastAt } from './least-loss.ts'

test('the least loss is found, and of two that differ by rounding the first', () => {
  assert.equal(leastAt([3, 1, 2]), 1)
  assert.equal(leastAt([0.3, 0.1 + 0.2]), 0)
  assert.equal(leastAt([0.1 + 0.2, 0.3]), 0) // 0.30000000000000004
  assert.equal(leastAt([-7, -7.1]), 1)
})

test('a loss that is known is less than one that is not finite, and none is less than itself', () => {
  assert.ok(isLess(5, Infinity))
  assert.ok(!isLess(Infinity, Infinity))
  assert.ok(!isLess(NaN, 5))
  assert.equal(leastAt([Infinity, NaN, 4]), 2)
  assert.equal(leastAt([0, 0]), 0)
})

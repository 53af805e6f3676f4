import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownSums, meanAround, meanOfLast, prefixSums } from './prefix-means.ts'

const prefix = prefixSums(Float64Array.of(1, 2, 6, 7))

test('a prefix sum holds what came before its step', () => {
  assert.deepEqual([...prefix], [0, 1, 3, 9, 16])
})

test('the mean of the last values takes fewer where the series begins', () => {
  assert.equal(meanOfLast(prefix, 3, 2), 6.5) // (6 + 7) / 2
  assert.equal(meanOfLast(prefix, 1, 3), 1.5) // (1 + 2) / 2
  assert.equal(meanOfLast(prefix, -5, 3), 1)
})

test('the mean around a step takes fewer at either end', () => {
  assert.equal(meanAround(prefix, 1, 1), 3) // (1 + 2 + 6) / 3
  assert.equal(meanAround(prefix, 0, 1), 1.5)
  assert.equal(meanAround(prefix, 3, 1), 6.5)
})

test('what is missing counts neither in the sum nor in the number', () => {
  const { sums, counts } = knownSums(Float64Array.of(4, NaN, 5))
  assert.deepEqual([[...sums], [...counts]], [[0, 4, 4, 9], [0, 1, 1, 2]]) // prettier-ignore
})

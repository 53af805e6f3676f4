import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Quantiles } from './model.ts'
import { rankOf, valueAtRank } from './quantile-curve.ts'

const curve: Quantiles = { levels: [0.2, 0.4, 0.8], values: Float64Array.of(10, 20, 20) }

test('a value lies at the rank between the levels around it, beyond them half way to 0 or 1', () => {
  assert.deepEqual(
    [5, 10, 15, 25].map((value) => Number(rankOf(curve, 0, value).toFixed(12))),
    [0.1, 0.2, 0.3, 0.9],
  )
})

test('where levels share a value its rank is the first of them', () => assert.equal(rankOf(curve, 0, 20), 0.4))

test('a rank is read back as the value between the levels, the outermost beyond them', () => {
  assert.deepEqual(
    [0.1, 0.2, 0.3, 0.6, 0.9].map((rank) => valueAtRank(curve, 0, rank)),
    [10, 10, 15, 20, 20],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinWeighted, weightedQuantile } from './weighted-quantile.ts'

const weighted = (value: number[], weight = value.map(() => 1)) => ({
  value: Float64Array.from(value),
  weight: Float64Array.from(weight),
})

test('equal weights: linear between the middles, the outermost values beyond', () => {
  const four = weighted([1, 2, 3, 4]) // middles at 1/8, 3/8, 5/8, 7/8
  assert.deepEqual(
    [0, 0.125, 0.25, 0.5, 0.75, 1].map((level) => weightedQuantile(four, level)),
    [1, 1, 1.5, 2.5, 3.5, 4],
  )
})

test('a value with three times the weight pulls the median towards it', () => {
  assert.equal(weightedQuantile(weighted([0, 1], [1, 3]), 0.5), 0.75) // middles at 1/8 and 5/8
})

test('no value has no quantile', () => assert.throws(() => weightedQuantile(weighted([]), 0.5), RangeError))

test('joined parts are all their values, rising, each with its weight', () => {
  const list = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 8 })
  fc.assert(
    fc.property(fc.array(list, { maxLength: 6 }), (lists) => {
      const parts = lists.map((values) => weighted([...values].sort((a, b) => a - b), [...values].sort((a, b) => a - b).map((value) => value + 100))) // prettier-ignore
      const { value, weight } = joinWeighted(parts)
      assert.deepEqual([...value], lists.flat().sort((a, b) => a - b)) // prettier-ignore
      assert.ok(weight.every((each, i) => each === value[i] + 100))
    }),
    { seed: 1, numRuns: 50 },
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stackingWeights } from './stacking.ts'

const near = (actual: Float64Array, expected: number[]): void =>
  actual.forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]) < 1e-6, `${actual.join(' ')}`))

test('two members that err alike in size and not together share equally', () => {
  near(stackingWeights([Float64Array.of(1, 0, 1, 0), Float64Array.of(0, 1, 0, 1)]), [0.5, 0.5])
})

test('weights are the best ones, drawn half way to equal', () => {
  // Second moments 1 and 3 without correlation: the best weights are 3/4 and 1/4.
  const errors = [
    Float64Array.of(1, 1, 1, 1),
    Float64Array.of(Math.sqrt(3), -Math.sqrt(3), Math.sqrt(3), -Math.sqrt(3)),
  ]
  near(stackingWeights(errors), [0.625, 0.375])
})

test('a member that only adds error is left out, and missing outcomes count for nothing', () => {
  const errors = [Float64Array.of(1, -1, 1, NaN), Float64Array.of(2, -2, 2, 1000)]
  near(stackingWeights(errors), [1, 0])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stackingWeights } from './stacking.ts'

const near = (actual: Float64Array, expected: number[]): void =>
  actual.forEach((weight, i) => assert.ok(Math.abs(weight - expected[i]) < 1e-6, `${actual.join(' ')}`))

test('two members that err alike in size and not together share equally', () => {
  near(stackingWeights([Float64Array.of(1, 0, 1, 0), Float64Array.of(0, 1, 0, 1)]), [0.5, 0.5])
})

test('weights are the best ones, drawn half way to the inverse of the squared errors', () => {
  // Second moments 1 and 3 without correlation: the best weights are 3/4 and 1/4, and so are the inverse ones.
  const errors = [
    Float64Array.of(1, 1, 1, 1),
    Float64Array.of(Math.sqrt(3), -Math.sqrt(3), Math.sqrt(3), -Math.sqrt(3)),
  ]
  near(stackingWeights(errors), [0.75, 0.25])
})

test('errors that go together are weighed by both: the better one alone would be best', () => {
  // Moments 1 and 4, product 1.5: the best weights are 1 and 0, but a member below 5 % is left out.
  near(stackingWeights([Float64Array.of(1, -1, 1, -1), Float64Array.of(2, -2, 2, -1)]), [1, 0])
})

test('a member that only adds error is left out, and missing outcomes count for nothing', () => {
  const errors = [Float64Array.of(1, -1, 1, NaN), Float64Array.of(2, -2, 2, 1000)]
  near(stackingWeights(errors), [1, 0])
})

test('the more origins, the less the inverse of the squared errors counts', () => {
  // Moments 1 and 4, product 0.5: the best weights are 3.5/4 and 0.5/4, the inverse ones 4/5 and 1/5.
  const errors = [Float64Array.of(1, -1, 1, -1), Float64Array.of(Math.sqrt(15) / 2 + 0.5, Math.sqrt(15) / 2 - 0.5, 0.5 - Math.sqrt(15) / 2, -0.5 - Math.sqrt(15) / 2)] // prettier-ignore
  near(stackingWeights(errors, 28), [(0.875 + 0.8) / 2, (0.125 + 0.2) / 2])
  near(stackingWeights(errors, 140), [0.9 * 0.875 + 0.1 * 0.8, 0.9 * 0.125 + 0.1 * 0.2])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coverage, mae, mase, relativeMae, rmse, seasonalScale, skill, smape } from './scores.ts'

const actual = Float64Array.of(1, NaN, 5)
const forecast = Float64Array.of(2, 9, 2)

test('errors are averaged over what is known', () => {
  assert.equal(mae(actual, forecast), 2) // (1 + 3) / 2
  assert.equal(rmse(actual, forecast), Math.sqrt(5)) // (1 + 9) / 2
  assert.throws(() => mae(actual, Float64Array.of(1)), RangeError)
})

test('MASE is scaled by the seasonal naive of the training part', () => {
  // steps of half a day: |3 − 1|, |6 − 2|, and the gap leaves two pairs out
  const scale = seasonalScale(Float64Array.of(1, 2, 3, 6, NaN, 7), new Float64Array(6), 1, 2)
  assert.equal(scale, (2 + 4 + 1) / 3)
  assert.equal(mase(actual, forecast, 4), 0.5)
})

test('skill is the share of the reference error that is saved', () => {
  const reference = Float64Array.of(5, 0, 9) // errors 4 and 4
  assert.equal(relativeMae(actual, forecast, reference), 0.5)
  assert.equal(skill(actual, forecast, reference), 0.5)
})

test('coverage counts the bounds as inside', () => {
  const lower = Float64Array.of(1, 0, 6)
  const upper = Float64Array.of(2, 1, 7)
  assert.equal(coverage(actual, lower, upper), 0.5)
  assert.ok(Number.isNaN(coverage(Float64Array.of(NaN), lower.slice(1, 2), upper.slice(1, 2))))
})

test('sMAPE weighs an error by both sizes, and two zeros are no error', () => {
  // 200 · 1/3, 200 · 4/4, 0
  assert.ok(Math.abs(smape(Float64Array.of(1, 2, 0, NaN), Float64Array.of(2, -2, 0, 1)) - 800 / 9) < 1e-12)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addSums, addValue, betterNaive, emptySums, pinballOf, scoreOf } from './score-sums.ts'

const value = (actual: number, point: number, change = {}) => ({ actual, point, p10: point - 2, p90: point + 2, pinball: 0.5, day: actual + 4, week: actual - 8, ...change }) // prettier-ignore

test('errors of +1 and −3 give the measures that a pencil gives', () => {
  const sums = emptySums()
  addValue(sums, value(10, 11))
  addValue(sums, value(6, 3)) // outside 1..5
  assert.deepEqual(scoreOf(sums, betterNaive(sums)), {
    count: 2, mae: 2, rmse: Math.sqrt(5), nmae: 4 / 16, pinball: 0.5, coverage80: 0.5, bias: -1, skill: 1 - 4 / 8, skillCount: 2,
  }) // prettier-ignore
  assert.equal(scoreOf(sums, 'week').skill, 1 - 4 / 16)
})

test('a value that was not measured counts for nothing, one without a naive for everything but the skill', () => {
  const sums = emptySums()
  addValue(sums, value(NaN, 3))
  assert.deepEqual(sums, emptySums())
  addValue(sums, value(4, 3, { week: NaN, p10: NaN }))
  const { count, skill, skillCount, coverage80 } = scoreOf(sums, betterNaive(sums))
  assert.deepEqual([count, skill, skillCount, coverage80], [1, null, 0, null])
})

test('nothing scored has no score rather than a perfect one', () => {
  const { mae, rmse, nmae, bias, skill } = scoreOf(emptySums(), null)
  assert.deepEqual([mae, rmse, nmae, bias, skill], [null, null, null, null, null])
})

test('sums of parts are the sums of the whole', () => {
  const [whole, left, right] = [emptySums(), emptySums(), emptySums()]
  for (const [i, one] of [value(1, 2), value(5, 3), value(8, 8)].entries()) {
    addValue(whole, one)
    addValue(i < 1 ? left : right, one)
  }
  addSums(left, right)
  assert.deepEqual(left, whole)
})

test('a shortfall weighs by the level, an excess by the rest', () => {
  assert.equal(pinballOf(10, 6, 0.9), 0.9 * 4)
  assert.ok(Math.abs(pinballOf(6, 10, 0.9) - 0.1 * 4) < 1e-15)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scoreDay } from './collect-report.ts'

const of = (...values: number[]): Float64Array => Float64Array.from(values)

test('error, skill and coverage of a day, worked out by hand', () => {
  // errors |10−8|, |10−13|, |10−10|, |10−11| = 2, 3, 0, 1: mean 1.5; a week before: 4, 4, 0, 4: mean 3; skill 1 − 1.5/3
  // inside the band 8..12: the first three of 10 are, the last band 11..13 does not hold 10
  const scores = scoreDay(
    of(10, 10, 10, 10),
    of(8, 13, 10, 11),
    of(8, 10, 9, 11),
    of(12, 14, 10, 13),
    of(6, 14, 10, 14),
  )
  assert.deepEqual(scores, { mae: 1.5, skill: 0.5, coverage80: 0.75 })
})

test('steps that were not measured or not forecast count nowhere', () => {
  const scores = scoreDay(of(10, NaN, 10), of(8, 1, NaN), of(0, 0, 0), of(20, 20, 20), of(6, 6, 6))
  assert.deepEqual(scores, { mae: 2, skill: 0.5, coverage80: 1 }) // only the first: 1 − 2/4
})

test('without the week before, or where it was perfect, there is no skill to tell', () => {
  assert.equal(scoreDay(of(10, 10), of(8, 8), of(0, 0), of(9, 9), of(NaN, 9))?.skill, null)
  assert.equal(scoreDay(of(10), of(8), of(0), of(9), of(10))?.skill, null)
})

test('a day without any step in common has no score', () => {
  assert.equal(scoreDay(of(NaN, 1), of(1, NaN), of(0, 0), of(1, 1), of(1, 1)), undefined)
})

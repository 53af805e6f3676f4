import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addTo, BASE, contributionsOf, covariateGroup, explained, inUnits, summed, unexplained } from './explanation.ts'
import { calendarColumns } from './calendar-columns.ts'
import { HOUR_MS } from './model.ts'

const near = (actual: Float64Array, expected: readonly number[]): void => {
  assert.equal(actual.length, expected.length)
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(actual[i] - value) < 1e-9, `${actual.join(' ')}`)
}

test('on a linear scale each contribution is multiplied by the spread', () => {
  const scaled = contributionsOf(1)
  addTo(scaled, BASE, 0, 1)
  addTo(scaled, 'daily', 0, 3)
  addTo(scaled, 'weekly', 0, -1)
  // 10 + 2 · 1 = 12, 2 · 3, 2 · −1: 16 in all.
  const { groups, contributions } = inUnits(scaled, Float64Array.of(16), (value) => 10 + 2 * value)
  assert.deepEqual(groups, ['base', 'daily', 'weekly'])
  near(contributions, [12, 6, -2])
})

test('on a logarithm what the base leaves of the point is shared out in proportion', () => {
  const scaled = contributionsOf(1)
  addTo(scaled, BASE, 0, Math.log(10))
  addTo(scaled, 'daily', 0, 3 * Math.log(2))
  addTo(scaled, 'weekly', 0, -Math.log(2))
  // exp gives 10 · 8 / 2 = 40: 30 beside the base, three parts of two up and one of two down.
  near(inUnits(scaled, Float64Array.of(40), Math.exp).contributions, [10, 45, -15])
})

test('contributions that cancel keep their size, by the slope at the base', () => {
  const scaled = contributionsOf(1)
  addTo(scaled, 'daily', 0, 0.5)
  addTo(scaled, 'weekly', 0, -0.5)
  near(inUnits(scaled, Float64Array.of(1), Math.exp).contributions, [1, 0.5, -0.5]) // e^0 = 1, its slope 1
})

test('what a slope leaves of the point goes to the largest group', () => {
  const scaled = contributionsOf(1)
  addTo(scaled, 'weekly', 0, -0.25)
  addTo(scaled, 'daily', 0, 0.5)
  addTo(scaled, 'holiday', 0, -0.25)
  near(inUnits(scaled, Float64Array.of(1.00001), Math.exp).contributions, [1, -0.25, 0.50001, -0.25])
})

test('groups keep the order in which they came, rows are those of the steps', () => {
  const parts = contributionsOf(2)
  addTo(parts, 'b', 1, 5)
  addTo(parts, 'a', 0, 1)
  addTo(parts, 'b', 1, 2)
  assert.deepEqual(explained(parts), {
    groups: ['base', 'b', 'a'],
    contributions: Float64Array.of(0, 0, 0, 7, 1, 0),
  })
  assert.deepEqual(summed(parts), Float64Array.of(1, 7))
})

test('a model that does not tell its reasons is one group beside the median of the past', () => {
  const values = Float64Array.of(1, NaN, 9, 2)
  const past = { values, observed: {}, known: {}, calendar: calendarColumns(0, HOUR_MS, 4, 'UTC', null) }
  assert.deepEqual(unexplained('ets', past, Float64Array.of(5, 1)), {
    groups: ['base', 'ets'],
    contributions: Float64Array.of(2, 2, 3, -1),
  })
})

test('a covariate that is named like a group of ours is told from it, several are counted', () => {
  assert.equal(covariateGroup(['temperature']), 'temperature')
  assert.equal(covariateGroup(['base']), 'covariate base')
  assert.equal(covariateGroup(['w1', 'w2', 'w3']), 'w1 and 2 more')
})

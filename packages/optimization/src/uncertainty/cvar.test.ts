import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import fc from 'fast-check'
import { cvarOf } from './cvar.ts'

const HALVES = [0.5, 0.5]
/** Up to 8 scenarios with whole costs and weights, at least one of which is positive. */
const scenarios = fc
  .array(fc.record({ cost: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 0, max: 5 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .filter((all) => all.some(({ weight }) => weight > 0))
  .map((all) => {
    const total = all.reduce((sum, { weight }) => sum + weight, 0)
    return { costs: all.map(({ cost }) => cost), probabilities: all.map(({ weight }) => weight / total) }
  })
const level = fc.double({ min: 0, max: 0.999, noNaN: true })
const meanOf = (costs: readonly number[], probabilities: readonly number[]): number =>
  costs.reduce((sum, cost, s) => sum + cost * probabilities[s], 0)

test('of costs 0 and 10 with equal chance the dearer half costs 10, and weighs 0.2 beside the mean to 6', () => {
  assert.equal(cvarOf([0, 10], HALVES, 0.5), 10)
  assert.equal(0.8 * cvarOf([0, 10], HALVES, 0) + 0.2 * cvarOf([0, 10], HALVES, 0.5), 6)
})

test('a scenario on the edge of the tail counts in part', () => {
  // The dearest 0.4: all 0.1 at 100 and 0.3 at 20: (10 + 6) / 0.4
  assert.ok(Math.abs(cvarOf([5, 100, 20], [0.5, 0.1, 0.4], 0.6) - 40) < 1e-12)
})

test('a cost that cannot happen is in no tail', () => {
  assert.equal(cvarOf([1000, 3], [0, 1], 0.99), 3)
})

test('the CVaR is the least of Rockafellar and Uryasev over all thresholds', () => {
  fc.assert(
    fc.property(scenarios, level, ({ costs, probabilities }, alpha) => {
      const over = (eta: number): number => meanOf(costs.map((cost) => Math.max(0, cost - eta)), probabilities) // prettier-ignore
      const least = Math.min(...costs.map((eta) => eta + over(eta) / (1 - alpha))) // convex, its corners are the costs
      assert.ok(Math.abs(cvarOf(costs, probabilities, alpha) - least) < 1e-9)
    }),
  )
})

test('the CVaR begins at the mean, rises with its level and ends at the dearest possible cost', () => {
  fc.assert(
    fc.property(scenarios, level, level, ({ costs, probabilities }, a, b) => {
      const at = (alpha: number): number => cvarOf(costs, probabilities, alpha)
      const mean = meanOf(costs, probabilities)
      assert.ok(Math.abs(at(0) - mean) < 1e-9)
      assert.ok(at(a) >= mean - 1e-9)
      assert.ok(at(Math.max(a, b)) >= at(Math.min(a, b)) - 1e-9)
      const dearest = Math.max(...costs.filter((_, s) => probabilities[s] > 0))
      assert.ok(Math.abs(at(0.999) - dearest) < 1e-9) // no scenario is rarer than 1 in 40
    }),
  )
})

test('levels, probabilities and costs that mean nothing are refused', () => {
  const refused = (costs: number[], probabilities: number[], alpha: number, code: string): void =>
    assert.throws(
      () => cvarOf(costs, probabilities, alpha),
      (error) => error instanceof Failure && error.kind === 'invalid' && error.code === code,
    )
  refused([0, 10], HALVES, 1, 'CVAR_LEVEL')
  refused([0, 10], HALVES, -0.1, 'CVAR_LEVEL')
  refused([0, 10], [0.5, 0.4], 0.5, 'PROBABILITIES')
  refused([0, 10], [1.5, -0.5], 0.5, 'PROBABILITIES')
  refused([0, 10], [1], 0.5, 'PROBABILITIES')
  refused([0, NaN], HALVES, 0.5, 'SCENARIO_COST')
})

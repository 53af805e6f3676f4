import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dualBound } from '../dual-bound.ts'
import { createModelBuilder, type SparseModel } from '../model.ts'
import { costScale } from '../passes/scale.ts'
import { createHighsSolver } from './highs.ts'

const solver = await createHighsSolver()
const OPTIONS = { timeLimitMs: 10_000, relativeGap: 0, absoluteGap: 1e-9, seed: 0 }
const tag = { asset: 0, step: 0, kind: 'charge' } as const

/** Minimise Σ cost x with Σ weight x ≥ need, 0 ≤ x ≤ 1. */
function knapsack(costs: number[], weights: number[], need: number, integer = false): SparseModel {
  const builder = createModelBuilder()
  const row = builder.row({ ...tag, lower: need, upper: Infinity })
  for (const [k, cost] of costs.entries())
    builder.entry(row, builder.column({ ...tag, lower: 0, upper: 1, cost, line: 'wear', integer }), weights[k])
  return builder.compile()
}

test('a linear model comes back with its point, its duals and a bound that follows from them', () => {
  const model = knapsack([2, 3], [1, 1], 1.5)
  const { outcome, values, objective, rowDuals } = solver.solve(model, OPTIONS)
  assert.equal(outcome, 'solved')
  assert.deepEqual(Array.from(values ?? []), [1, 0.5])
  assert.equal(objective, 3.5) // the cheap one whole, half of the dear one
  assert.deepEqual(Array.from(rowDuals ?? []), [3]) // one more unit costs the dear one's price
  assert.equal(dualBound(model, rowDuals as Float64Array), 3.5)
})

test('any duals give a bound that the optimum does not pass', () => {
  const model = knapsack([2, 3], [1, 1], 1.5)
  for (const dual of [0, 1, 2.5, 3, 4]) assert.ok((dualBound(model, Float64Array.of(dual)) as number) <= 3.5)
  assert.equal(dualBound(model, Float64Array.of(-1)), null) // an upper bound that the row does not have
})

test('integers are whole, have no duals, and carry the proven bound', () => {
  const { values, objective, bound, rowDuals } = solver.solve(knapsack([2, 3], [1, 1], 1.5, true), OPTIONS)
  assert.deepEqual(Array.from(values ?? []), [1, 1])
  assert.equal(objective, 5)
  assert.ok(bound !== null && Math.abs(bound - 5) < 1e-9)
  assert.equal(rowDuals, null)
})

test('a model without a point is called infeasible and holds no values', () => {
  const { outcome, values, objective } = solver.solve(knapsack([1], [1], 2), OPTIONS)
  assert.deepEqual([outcome, values, objective], ['infeasible', null, null])
})

test('a wish to stop ends the solver before it is done', () => {
  const costs = Array.from({ length: 400 }, (_, k) => 1 + ((k * 7919) % 1000) / 1000)
  const weights = costs.map((cost, k) => cost * (1 + ((k * 104_729) % 97) / 9700))
  let asked = 0
  const model = knapsack(costs, weights, 299.5, true)
  const { outcome } = solver.solve(model, { ...OPTIONS, shouldStop: () => ++asked > 0 })
  assert.equal(outcome, 'stopped')
  assert.ok(asked > 0)
})

test('better plans are reported while the solver runs, in the money of the model', () => {
  const seen: number[] = []
  const costs = [0.0002, 0.0003, 0.0005]
  const { objective } = solver.solve(knapsack(costs, [1, 1, 1], 1.5, true), {
    ...OPTIONS,
    onProgress: ({ incumbent }) => seen.push(incumbent),
  })
  assert.equal(objective, 0.0005)
  assert.equal(seen.at(-1), 0.0005)
})

test('costs are scaled by a power of two that leaves the largest between 2048 and 4096', () => {
  const scale = costScale(knapsack([0.01, -0.3], [1, 1], 0))
  assert.equal(Math.log2(scale) % 1, 0)
  assert.ok(0.3 * scale >= 2048 && 0.3 * scale <= 4096)
  assert.equal(costScale(knapsack([0], [1], 0)), 1)
  assert.equal(costScale(knapsack([5e-324], [1], 0)), 2 ** 60)
})

// What is published when the solver does not finish: the cheapest plan that passes the check, with an honest status.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHighsSolver, optimize, type Solution, type Solve } from './index.ts'
import { battery, grid, load, pv, siteOf } from './sites.ts'

const { solve } = await createHighsSolver()
const site = siteOf(4, [battery({ startSoc: 0.5 }), pv([0, 6, 6, 0]), load(2), grid([0.3, 0.1, -0.1, 0.3])])
const empty: Solution = {
  outcome: 'stopped', values: null, rowDuals: null, objective: null, bound: null, iterations: 0, nodes: 0, runMs: 1,
  memoryBytes: 0, solver: 'none', backend: 'none',
} // prettier-ignore

test('a solver that is stopped before its first plan leaves the cheaper of rule and idle', () => {
  const result = optimize(site, { solve: () => empty, codeVersion: 'test' })
  const { idle, rule } = result.baselines
  assert.ok(idle !== null && rule !== null && result.objective !== null)
  assert.ok(Math.abs(result.objective - Math.min(idle, rule)) < 1e-9)
  assert.equal(result.status, 'time_limited')
  assert.deepEqual([result.bound, result.gap.relative, result.deterministic], [null, null, false])
  assert.ok(result.verifier.passed)
  assert.equal(result.marginalPrices, undefined)
})

test('a stopped solver on a site whose load cannot be met leaves the idle plan with what it bends', () => {
  const tight = siteOf(1, [load(8), grid(0.1, { importLimitKw: 5 })])
  const result = optimize(tight, { solve: () => empty, codeVersion: 'test' })
  assert.equal(result.status, 'relaxed')
  assert.equal(result.relaxations[0].amount, 3)
})

test('a stopped plan that is dearer than a baseline gives way to it', () => {
  const wasteful: Solve = (model, options) => {
    const worst = solve({ ...model, cost: model.cost.map((cost) => -cost) }, options)
    return { ...worst, outcome: 'stopped', rowDuals: null, bound: null }
  }
  const plain = siteOf(2, [battery({ startSoc: 1 }), load(2), grid([0.1, 0.3])])
  const result = optimize(plain, { solve: wasteful, codeVersion: 'test' })
  assert.ok((result.objective as number) <= Math.min(result.baselines.idle as number, result.baselines.rule as number))
})

test('a solver that lies about its point is not published', () => {
  const lying: Solve = (model, options) => {
    const honest = solve(model, options)
    return { ...honest, values: honest.values && honest.values.map((value) => value * 1.5) }
  }
  const plain = siteOf(2, [battery({ startSoc: 1 }), load(2), grid([0.1, 0.3])])
  const result = optimize(plain, { solve: lying, codeVersion: 'test' })
  assert.equal(result.status, 'failed')
  assert.equal(result.failure?.code, 'SCHEDULE_REFUSED')
  assert.deepEqual(result.schedules, {})
})

test('a solver that overstates nothing but calls a poor plan solved gets the status its bound proves', () => {
  const lazy: Solve = (model, options) => {
    const honest = solve(model, options)
    const noDuals = honest.rowDuals && honest.rowDuals.map(() => 0)
    return { ...honest, rowDuals: noDuals }
  }
  const plain = siteOf(2, [battery({ startSoc: 1 }), load(2), grid([0.1, 0.3])])
  assert.equal(optimize(plain, { solve: lazy, codeVersion: 'test' }).status, 'time_limited')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import { idleCost, settle } from './index.ts'
import { plan, within } from './planned-sites.ts'
import { battery, grid, load, pv, siteOf } from './sites.ts'

const near = within(1e-8)

test('a plan settled on its own forecast costs what it promised', () => {
  const request = siteOf(3, [
    battery({ startSoc: 0.2, endValuePerKwh: 0.15, wearCostPerKwh: 0.01 }),
    pv([0, 6, 0]),
    load(2),
    grid([0.1, 0.05, 0.4]),
  ])
  const result = plan(request)
  const settled = settle(request, result.schedules)
  near(settled.cost, result.objective ?? NaN)
  assert.deepEqual(settled.costs.map(({ line }) => line), result.costs.map(({ line }) => line)) // prettier-ignore
})

test('idle pays the load from the grid and keeps the start SoC', () => {
  const request = siteOf(2, [battery({ startSoc: 0.5, endValuePerKwh: 0.2 }), load([2, 3]), grid([0.1, 0.4])])
  const { cost, schedules, costs } = idleCost(request)
  near(cost, 2 * 0.1 + 3 * 0.4) // no end value is lost
  assert.deepEqual(schedules['battery']['soc'], [0.5, 0.5])
  assert.equal(costs.find(({ line }) => line === 'endValue')?.amount, 0)
})

test('a plan that the battery cannot follow is clipped, and the grid takes the difference', () => {
  const request = siteOf(2, [battery({ startSoc: 0.1 }), load(4), grid([0.1, 0.4])])
  const follows = { battery: { powerKw: [0, 3] } }
  const plan = { ...follows, load: { powerKw: [4, 4] } }
  const { schedules } = settle(request, plan)
  assert.deepEqual(schedules['battery']['powerKw'], [0, 0.9]) // 1 kWh stored · 0.9
  assert.deepEqual(schedules['grid']['powerKw'], [4, 3.1])
})

test('what the plan curtailed is capped at the planned power, the rest runs free', () => {
  const request = siteOf(2, [pv([7, 7]), load(1), grid(0.1)])
  const plan = { pv: { powerKw: [4, 5], curtailedKw: [1, 0] } }
  assert.deepEqual(settle(request, plan).schedules['pv']['powerKw'], [4, 7])
})

test('energy beyond a grid limit flows, is paid for and is told', () => {
  const { cost, beyondLimitsKwh } = idleCost(siteOf(2, [load([4, 9]), grid(0.5, { importLimitKw: 5 })]))
  near(cost, 6.5)
  assert.equal(beyondLimitsKwh, 4)
})

test('a plan with other steps and a site without a connection are refused', () => {
  const request = siteOf(2, [battery(), load(1), grid(0.1)])
  assert.throws(() => settle(request, { battery: { powerKw: [1] } }), Failure)
  assert.throws(() => idleCost(siteOf(1, [load(1)])), { code: 'NODE_WITHOUT_GRID' })
})

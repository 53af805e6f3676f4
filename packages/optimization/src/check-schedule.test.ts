import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeResult } from '@omarino/contracts'
import fc from 'fast-check'
import { checkSchedule } from './index.ts'
import { plan, refusesMoves } from './planned-sites.ts'
import { randomSite } from './random-sites.ts'
import { battery, grid, load, pv, siteOf } from './sites.ts'

const solved = (seed: number) => {
  const request = randomSite(seed, 6)
  return { request, result: plan(request) }
}

test('every schedule the solver returns passes', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const { request, result } = solved(seed)
      assert.deepEqual(checkSchedule(request, result).faults, [])
      assert.notEqual(result.status, 'failed')
    }),
    { numRuns: 60 },
  )
})

test('a schedule with any number moved is refused', () => {
  refusesMoves((seed) => randomSite(seed, 6), { steps: 6, runs: 150 })
})

test('a cost line or an objective moved by a cent is refused', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(), (seed, pick) => {
      const { request, result } = solved(seed)
      const wrongLine = structuredClone(result)
      wrongLine.costs[pick % wrongLine.costs.length].amount += 0.01
      assert.equal(checkSchedule(request, wrongLine).verifier.passed, false)
      const wrongSum = { ...result, objective: (result.objective as number) - 0.01 }
      assert.equal(checkSchedule(request, wrongSum).verifier.passed, false)
    }),
    { numRuns: 20 },
  )
})

test('a cost line left out or invented is refused', () => {
  const { request, result } = solved(1)
  assert.equal(checkSchedule(request, { ...result, costs: result.costs.slice(1) }).verifier.passed, false)
  const extra = [...result.costs, { line: 'bonus', assetId: null, amount: 0 }]
  assert.equal(checkSchedule(request, { ...result, costs: extra }).verifier.passed, false)
})

test('a battery that charges and discharges at once is refused though its energy adds up', () => {
  const request = siteOf(1, [battery({ chargeEfficiency: 1, dischargeEfficiency: 1, startSoc: 0.5 }), grid(0)])
  const publication = (chargeKw: number, dischargeKw: number): OptimizeResult => ({
    ...plan(request),
    schedules: {
      battery: { powerKw: [dischargeKw - chargeKw], chargeKw: [chargeKw], dischargeKw: [dischargeKw], soc: [0.5] },
      grid: { powerKw: [0] },
    },
  })
  assert.equal(checkSchedule(request, publication(0, 0)).verifier.passed, true)
  const { faults } = checkSchedule(request, publication(1, 1))
  assert.deepEqual(faults, ['battery: charges and discharges at once at step 0'])
})

test('load left out without a price or a listed relaxation is refused', () => {
  const request = siteOf(1, [load(8), grid(0, { importLimitKw: 5 })])
  const result = plan(request)
  assert.equal(result.relaxations.length, 1)
  assert.equal(checkSchedule(request, { ...result, relaxations: [] }).verifier.passed, false)
})

test('missing columns and gaps are refused before anything is computed', () => {
  const request = siteOf(2, [pv([1, 1]), load(1), grid(0)])
  const result = plan(request)
  const gap = structuredClone(result)
  gap.schedules['grid']['powerKw'][1] = null
  assert.deepEqual(checkSchedule(request, gap).faults, ['grid: powerKw is not one number for each of 2 steps'])
})

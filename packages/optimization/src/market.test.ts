import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { checkSchedule } from './index.ts'
import { near, plan } from './planned-sites.ts'
import { battery, grid, load, siteOf } from './sites.ts'

const market = { intervalMinutes: 120, pricePerKwh: 0.1, imbalanceBuyPerKwh: 0.3, imbalanceSellPerKwh: 0.05 }

test('a position is constant over its interval, and what flows otherwise is settled as imbalance', () => {
  const result = plan(siteOf(2, [load([1, 3]), grid(0, { market })]))
  // x kW for two hours at 0.1: below 1 all is bought dear, each kW from 1 to 3 saves 0.30 and sells 0.05 for 0.20: x = 3.
  assert.deepEqual(result.schedules['grid']['marketKw'], [3, 3])
  assert.deepEqual(result.schedules['grid']['imbalanceKw'], [-2, 0])
  near(result.objective, 0.6 - 0.1)
})

test('a battery evens out what the interval could not', () => {
  const store = battery({ capacityKwh: 1, chargeEfficiency: 1, dischargeEfficiency: 1 })
  const result = plan(siteOf(2, [load([1, 3]), store, grid(0, { market })]))
  assert.deepEqual(result.schedules['grid']['marketKw'], [2, 2])
  near(result.objective, 0.4)
})

test('a position that was taken is kept, and a schedule that moves it is refused', () => {
  const request = siteOf(2, [load([1, 3]), grid(0, { market: { ...market, fixedKw: 2 } })])
  const result = plan(request)
  near(result.objective, 0.4 + 0.3 - 0.05)
  assert.deepEqual(checkSchedule(request, result).faults, [])
  const moved = structuredClone(result)
  moved.schedules['grid']['marketKw'] = [1, 3]
  moved.schedules['grid']['imbalanceKw'] = [0, 0]
  assert.match(
    checkSchedule(request, moved).faults[0],
    /market position is not constant or not the one taken at step 0/,
  )
})

test('one position is shared by all scenarios, the imbalance follows each', () => {
  const site = siteOf(1, [load(0), grid(0, { market: { ...market, intervalMinutes: 60, imbalanceBuyPerKwh: 0.25 } })])
  const assets = [
    { ...site.assets[0], powerKw: { scenarios: [[1], [3]] } } as OptimizeRequest['assets'][number],
    site.assets[1],
  ]
  const result = plan({ ...site, assets, uncertainty: { scenarios: 2, seed: 1, nowSteps: 0 } })
  // From 1 to 3 kW a kW costs 0.10 and saves half of 0.25 or earns half of 0.05: 3 kW are bought.
  near(result.schedules['grid']['marketKw'][0], 3)
  near(result.risk?.expected, 0.3 - 0.05)
})

test('balancing energy that sells for more than it costs is refused', () => {
  const crossed = { ...market, imbalanceSellPerKwh: 0.4 }
  assert.throws(
    () => plan(siteOf(2, [load(1), grid(0, { market: crossed })])),
    (error) => error instanceof Failure && error.code === 'IMBALANCE_PRICES_CROSSED',
  )
})

test('blocks of a tariff are paid in their order, rising or falling', () => {
  const rising = [{ sizeKwh: 2, pricePerKwh: 0.1 }, { sizeKwh: 1, pricePerKwh: 0.4 }] // prettier-ignore
  const falling = [{ sizeKwh: 2, pricePerKwh: 0.4 }, { sizeKwh: 1, pricePerKwh: 0.1 }] // prettier-ignore
  near(plan(siteOf(1, [load(5), grid(0, { importBlocks: rising })])).objective, 2 * 0.1 + 3 * 0.4)
  const result = plan(siteOf(1, [load(5), grid(0, { importBlocks: falling })]))
  near(result.objective, 2 * 0.4 + 3 * 0.1) // a linear model would buy the cheap block first
  assert.equal(result.verifier.passed, true)
  near(plan(siteOf(1, [load(1), grid(0, { importBlocks: falling })])).objective, 0.4)
})

test('a plan stays within the cheap block where its battery lets it', () => {
  const importBlocks = [{ sizeKwh: 3, pricePerKwh: 0.1 }, { sizeKwh: 1, pricePerKwh: 1 }] // prettier-ignore
  const store = battery({ startSoc: 0.2, chargeEfficiency: 1, dischargeEfficiency: 1, endValuePerKwh: 0.5 })
  const result = plan(siteOf(2, [load(2), store, grid(0, { importBlocks })]))
  near(result.costs.find(({ line }) => line === 'grid.blocks')?.amount, 0.3) // 4 kWh needed, 1 from the battery
})

// Heat: golden cases worked out by hand, and properties of every plan that makes it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { boiler, heatLoad, heatingRod } from './heat-sites.ts'
import { checkSchedule, settle } from './index.ts'
import { plan, refusesMoves, within } from './planned-sites.ts'
import { contradictoryHeatSite, randomHeatSite } from './random-heat.ts'
import { grid, siteOf } from './sites.ts'

const near = within(1e-9)
const refused = (request: OptimizeRequest, code: string, pointer: string): void =>
  assert.throws(() => plan(request), { code, pointer })

test('a boiler burns its heat divided by its efficiency, and heat is priced at its node', () => {
  const result = plan(siteOf(2, [heatLoad([4.5, 9]), boiler(0.09)]))
  near(result.objective, (13.5 / 0.9) * 0.09)
  assert.deepEqual(result.schedules['boiler']['fuelKw'], [5, 10])
  assert.deepEqual(result.schedules['boiler']['powerKw'], [0, 0])
  assert.deepEqual(Object.keys(result.marginalPrices ?? {}), ['warm']) // nothing here uses electricity
  near(result.marginalPrices?.['warm'][0], 0.1)
  assert.equal(
    result.explanations[0].text,
    'boiler "boiler" makes 13.5 kWh of heat from 00:00 to 02:00, because heat is worth 0.10 EUR/kWh there and it makes it for 0.10',
  )
})

test('the cheaper of fuel and electricity makes the heat at every step, the dearer what is left', () => {
  const result = plan(siteOf(2, [heatLoad([5, 12]), boiler(0.18), heatingRod(), grid([0.1, 0.3])]))
  near(result.objective, 5 * 0.1 + 10 * 0.2 + 2 * 0.3)
  near(result.marginalPrices?.['warm'][1], 0.3)
  assert.deepEqual(result.schedules['grid']['powerKw'], [5, 2])
})

test('a boiler that cannot run below its minimum leaves small needs to others', () => {
  const result = plan(siteOf(2, [heatLoad([2, 6]), boiler(0.09, { minHeatKw: 4 }), heatingRod(), grid(0.5)]))
  near(result.objective, 2 * 0.5 + 6 * 0.1)
  assert.deepEqual(result.schedules['boiler']['on'], [0, 1])
  assert.equal(result.statistics.binaries, 2)
})

test('heat that nothing can make is listed as a broken promise of its load', () => {
  const result = plan(siteOf(2, [heatLoad([12, 8]), boiler(0.09)]))
  assert.equal(result.status, 'relaxed')
  assert.equal(result.relaxations.length, 1)
  assert.equal(
    result.relaxations[0].text,
    'heat load "radiators" cannot be served in full from 00:00 to 01:00: 2.0 kWh of heat missing, at most 2.0 kW',
  )
  assert.deepEqual(result.relaxations[0].remedies, ['make 2.0 kW more heat at node "warm"'])
  assert.equal(plan(siteOf(1, [heatLoad(12, { hard: ['powerKw'] }), boiler(0.09)])).status, 'failed')
})

test('fuel counts with its emissions where they are priced', () => {
  const site = siteOf(1, [heatLoad(9), boiler(0.09, { co2KgPerKwh: 0.2 }), heatingRod(), grid(0.15)])
  near(plan(site).objective, 0.9)
  near(plan({ ...site, co2: { pricePerKg: 0.5 } }).objective, 9 * 0.15) // fuel: (0.09 + 0.2 · 0.5) / 0.9 = 0.211
})

test('a boiler with two inputs, none, or crossed limits is refused', () => {
  const site = (change: Partial<ReturnType<typeof boiler>>): OptimizeRequest => siteOf(1, [boiler(0.1, change)])
  refused(site({ electric: true }), 'BOILER_INPUT', '/assets/0/electric')
  const { fuelPricePerKwh: _, ...neither } = boiler(0.1)
  refused(siteOf(1, [neither]), 'BOILER_INPUT', '/assets/0/electric')
  refused(site({ minHeatKw: 11 }), 'HEAT_LIMITS_CROSSED', '/assets/0/minHeatKw')
  refused(siteOf(1, [heatLoad(1, { heatNode: 'main' }), grid(0)]), 'NODE_NAME_TWICE', '/assets')
})

test('without an optimizer the boilers serve the heat load in the order of the request', () => {
  const site = siteOf(1, [heatLoad(12), boiler(0.18), heatingRod(), grid(0.1)])
  const result = plan(site)
  near(result.baselines.idle, 10 * 0.2 + 2 * 0.1)
  near(result.objective, 10 * 0.1 + 2 * 0.2)
  near(settle(site, result.schedules).cost, result.objective as number)
})

test('a plan settled on other needs lets its boilers follow them', () => {
  const site = (kw: number): OptimizeRequest => siteOf(1, [heatLoad(kw), boiler(0.09), heatingRod(), grid(0.5)])
  const { schedules } = plan(site(6))
  near(settle(site(8), schedules).cost, 0.8)
  near(settle(site(3), schedules).cost, 0.3)
  near(settle(site(11), schedules).cost, 1 + 0.5)
})

test('every heat plan passes the check, costs what it settles for and is no dearer than doing nothing', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = randomHeatSite(seed, 5)
      const result = plan(request)
      assert.notEqual(result.status, 'failed')
      assert.deepEqual(checkSchedule(request, result).faults, [])
      for (const baseline of [result.baselines.idle, result.baselines.rule])
        if (baseline !== null) assert.ok((result.objective as number) <= baseline + 1e-3 * Math.abs(baseline) + 0.01)
      if (result.relaxations.length === 0)
        near(settle(request, result.schedules).cost, result.objective as number, 1e-6)
    }),
    { numRuns: 100 },
  )
})

test('a heat plan with any number moved is refused', () => {
  refusesMoves((seed) => randomHeatSite(seed, 5), { steps: 5, runs: 150 })
})

test('heat that contradicts itself still has a schedule that passes, and every clash is named', () => {
  const kinds = new Set<string>()
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = contradictoryHeatSite(seed, 5)
      const result = plan(request)
      assert.notEqual(result.status, 'failed', result.failure?.detail)
      assert.equal(result.status === 'relaxed', result.relaxations.length > 0)
      for (const { kind } of result.relaxations) kinds.add(kind)
    }),
    { numRuns: 100, seed: 4 },
  )
  assert.deepEqual([...kinds].sort(), ['curtailment', 'minKwh', 'minUp', 'supply'])
})

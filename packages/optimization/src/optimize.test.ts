import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { plan, within } from './planned-sites.ts'
import { battery, grid, load, pv, siteOf } from './sites.ts'

const near = within(1e-9)

test('a price spread that beats the losses is earned to the cent', () => {
  const result = plan(siteOf(2, [battery(), grid([0.1, 0.3])]))
  near(result.objective, -0.715) // 5 kWh for 0.50 store 4.5, deliver 4.05 kWh for 1.215
  assert.equal(result.status, 'optimal')
  near(result.bound, -0.715)
  assert.deepEqual(result.schedules['battery']['powerKw'], [-5, 4.05])
  assert.deepEqual(result.schedules['battery']['soc'], [0.45, 0])
  near(result.storedValues?.['battery'][0] ?? null, 0.27) // a stored kWh delivers 0.9 kWh at 0.30
  near(result.marginalPrices?.['main'][0] ?? null, 0.1)
  assert.equal(result.explanations[0].code, 'BATTERY_CHARGES')
  near(result.explanations[0].numbers['breakEvenPerKwh'], 0.243) // 0.27 · 0.9
  assert.equal(
    result.explanations[0].text,
    'battery "battery" charges 5.0 kWh from 00:00 to 01:00 for 0.10 EUR/kWh, because a stored kWh is worth 0.27 for use at 01:00; charging pays below 0.243',
  )
})

test('a price spread that the losses eat leaves the battery idle', () => {
  const result = plan(siteOf(2, [battery(), grid([0.25, 0.3])])) // 0.25 > 0.30 · 0.81
  near(result.objective, 0)
  assert.equal(result.status, 'optimal')
  assert.deepEqual(result.schedules['battery']['powerKw'], [0, 0])
})

test('a full battery earns nothing from a negative price by charging and discharging at once', () => {
  const result = plan(siteOf(1, [battery({ startSoc: 1 }), grid(-0.1)]))
  near(result.objective, 0) // a linear model without exclusivity claims −0.095
  assert.equal(result.statistics.binaries, 1)
})

test('a start below the lowest SoC with no way to charge still has a schedule', () => {
  const result = plan(siteOf(2, [battery({ startSoc: 0.1, socMin: 0.3 }), grid(0.1, { importLimitKw: 0 })]))
  assert.equal(result.status, 'relaxed')
  assert.deepEqual(result.schedules['battery']['soc'], [0.1, 0.1])
  assert.equal(result.relaxations[0].kind, 'socMin')
  near(result.relaxations[0].amount, 2, 1e-6) // 3 kWh wanted, 1 kWh there
})

test('a start below the lowest SoC is pulled back as fast as the battery can', () => {
  const result = plan(siteOf(2, [battery({ startSoc: 0, socMin: 0.6, chargeEfficiency: 1 }), grid([0.5, 0.1])]))
  near(result.schedules['battery']['soc'][0], 0.5, 1e-6) // 5 kW for one hour, whatever it costs
  assert.deepEqual(result.relaxations[0].steps, [[0, 1]])
  assert.match(result.relaxations[0].text, /"battery" is below its SoC band from 00:00 to 01:00, by at most 1.0 kWh/)
})

test('surplus at a negative export price is curtailed where it may be and paid for where not', () => {
  const site = (curtailable: boolean): OptimizeRequest =>
    siteOf(1, [pv(5, { curtailable }), load(2), grid(0.2, { exportPricePerKwh: -0.05 })])
  near(plan(site(true)).objective, 0)
  near(plan(site(false)).objective, 0.15) // 3 kWh · 0.05
})

test('a curtailment price is paid only where it beats the export price', () => {
  const site = (cost: number): OptimizeRequest =>
    siteOf(1, [pv(5, { curtailCostPerKwh: cost }), load(2), grid(0.2, { exportPricePerKwh: -0.05 })])
  near(plan(site(0.02)).objective, 0.06) // 3 kWh · 0.02
  near(plan(site(0.2)).objective, 0.15)
})

test('only the part of a peak above the realised one is charged', () => {
  const site = (realisedKw: number): OptimizeRequest =>
    siteOf(3, [
      load([1, 5, 1]),
      battery({ capacityKwh: 2, maxChargeKw: 2, maxDischargeKw: 2, chargeEfficiency: 1, dischargeEfficiency: 1, startSoc: 1 }),
      grid(0, { demandCharges: [{ id: 'peak', pricePerKw: 10, intervalMinutes: 60, realisedKw }] }),
    ]) // prettier-ignore
  near(plan(site(0)).objective, 30, 1e-6) // 5 kW less 2 kW from the battery
  near(plan(site(3)).objective, 0, 1e-6)
})

test('a quarter hour of 8 kW averages to 2 kW over its hour', () => {
  const demandCharges = [{ id: 'peak', pricePerKw: 10, intervalMinutes: 60, realisedKw: 0 }]
  near(plan(siteOf(4, [load([0, 0, 0, 8]), grid(0, { demandCharges })], 15)).objective, 20) // 2 kW · 10
})

test('energy already drawn in a running interval counts, and a window leaves the rest of the day free', () => {
  const request = siteOf(3, [
    load([4, 4, 9]),
    grid(0, {
      demandCharges: [
        {
          id: 'peak', pricePerKw: 1, intervalMinutes: 30, realisedKw: 0, intervalEnergyKwh: 2,
          windows: [['2026-01-01T00:00:00Z', '2026-01-01T00:30:00Z']],
        },
      ],
    }),
  ], 15) // prettier-ignore
  const late = { ...request, horizon: { start: '2026-01-01T00:15:00Z', stepMinutes: 15, steps: 3 } }
  near(plan(late).objective, 6) // (2 kWh + 4 kW · 0.25 h) / 0.5 h; the 9 kW fall outside the window
})

test('an averaging interval that ends within a step is refused with the instant', () => {
  const demandCharges = [{ id: 'peak', pricePerKw: 1, intervalMinutes: 15, realisedKw: 0 }]
  assert.throws(
    () => plan(siteOf(2, [load(1), grid(0, { demandCharges })])),
    (error) => error instanceof Failure && error.code === 'INTERVAL_SPLITS_STEP' && /00:15:00Z/.test(error.message),
  )
})

test('a load above the import limit is listed with what is missing and what would help', () => {
  const result = plan(siteOf(2, [load([3, 8]), battery({ startSoc: 0.2 }), grid(0.2, { importLimitKw: 5 })]))
  // 1.8 kWh come from the battery's 2 kWh; charging 2 kW in the first hour adds 1.8 · 0.9 = 1.62: 3 kW missing are met.
  assert.equal(result.status, 'optimal')
  const worse = plan(
    siteOf(2, [load([3, 8]), battery({ startSoc: 0, maxChargeKw: 1 }), grid(0.2, { importLimitKw: 5 })]),
  )
  assert.equal(worse.status, 'relaxed')
  near(worse.relaxations[0].amount, 3 - 0.81, 1e-6) // 1 kW stored, 0.81 kWh delivered of 3 kWh missing
  assert.equal(
    worse.relaxations[0].text,
    'load "load" cannot be served in full from 01:00 to 02:00: 2.2 kWh missing, at most 2.2 kW',
  )
  assert.deepEqual(worse.relaxations[0].remedies, ['allow 2.2 kW more on the import limit of "grid"'])
  assert.ok(worse.verifier.passed)
})

test('a load that feeds in beyond what finds a way out, and a plant whose own needs nobody serves, are bent limits too', () => {
  const fed = plan(siteOf(2, [load([1, -9]), grid(0.1, { exportLimitKw: 5 })]))
  assert.deepEqual([fed.status, fed.relaxations[0].kind], ['relaxed', 'feedIn'])
  near(fed.relaxations[0].amount, 4, 1e-6)
  assert.match(
    fed.relaxations[0].text,
    /load "load" feeds in what finds no way out from 01:00 to 02:00: 4.0 kWh too much/,
  )
  const night = plan(siteOf(2, [pv([0, -0.5]), grid(0.1, { importLimitKw: 0.2 })]))
  assert.deepEqual([night.status, night.relaxations[0].kind], ['relaxed', 'standby'])
  near(night.relaxations[0].amount, 0.3, 1e-6)
  const firm = plan(siteOf(1, [load(-9, { hard: ['powerKw'] }), grid(0.1, { exportLimitKw: 5 })]))
  assert.equal(
    firm.failure?.detail,
    'no schedule keeps the limits that must not bend: powerKw of "load", and what devices and connections can do',
  )
})

test('a load that must be served in full fails with a reason instead of bending', () => {
  const result = plan(siteOf(1, [load(8, { hard: ['powerKw'] }), grid(0.2, { importLimitKw: 5 })]))
  assert.equal(result.status, 'failed')
  assert.equal(result.failure?.code, 'NO_SCHEDULE')
  assert.equal(result.objective, null)
})

test('a load with a shedding price is shed when power costs more', () => {
  const result = plan(siteOf(2, [load([2, 2], { shedCostPerKwh: 0.5 }), grid([0.2, 0.9])]))
  near(result.objective, 2 * 0.2 + 2 * 0.5)
  assert.equal(result.status, 'optimal')
})

test('generation that cannot be curtailed and finds no way out is listed as a bent limit', () => {
  const result = plan(siteOf(1, [pv(9, { curtailable: false }), load(2), grid(0.2, { exportLimitKw: 4 })]))
  assert.equal(result.relaxations[0].kind, 'curtailment')
  near(result.relaxations[0].amount, 3, 1e-6)
  assert.equal(result.relaxations[0].remedies.length, 2)
})

test('an end SoC out of reach is missed by as little as possible and told', () => {
  const result = plan(siteOf(1, [battery({ endSocMin: 0.8 }), grid(0.2)]))
  assert.equal(result.relaxations[0].text, 'battery "battery" cannot reach 80 % by 01:00: 3.5 kWh missing') // 8 − 5 · 0.9
})

test('self discharge, wear and an end value stand on their own cost lines, which sum to the objective', () => {
  const result = plan(
    siteOf(2, [
      battery({ startSoc: 1, selfDischargePerHour: 0.1, wearCostPerKwh: 0.05, endValuePerKwh: 0.1 }),
      grid([0.1, 0.3]),
    ]),
  )
  // Deliver 5 kW in both hours? At 0.10: 0.10 − 0.05 wear < 0.081·… no. At 0.30: yes, 5 kWh for 1.50, wear 0.25.
  // e: 10 → 9 → 8.1 − 5/0.9 = 2.5444; end value (10 − 2.5444) · 0.1 = 0.74556
  near(result.objective, -1.5 + 0.25 + (10 - (8.1 - 5 / 0.9)) * 0.1, 1e-8)
  assert.deepEqual(
    result.costs.map(({ line }) => line),
    ['wear', 'endValue', 'grid.import', 'grid.export'],
  )
  assert.equal(
    result.costs.reduce((sum, { amount }) => sum + amount, 0),
    result.objective,
  )
})

test('end value segments are filled from the dearest', () => {
  const endValueSegments = [{ sizeKwh: 2, pricePerKwh: 0.5 }, { sizeKwh: 3, pricePerKwh: 0.2 }] // prettier-ignore
  const ideal = { chargeEfficiency: 1, dischargeEfficiency: 1 }
  const result = plan(siteOf(1, [battery({ ...ideal, startSoc: 1, maxDischargeKw: 10, endValueSegments }), grid(0.3)]))
  near(result.schedules['battery']['soc'][0], 0.2) // only the first 2 kWh are worth more than 0.30
  near(result.objective, -8 * 0.3 + 3 * 0.2) // 8 kWh sold, 0.60 of end value given up
})

test('a battery that must not end below a SoC keeps it', () => {
  const result = plan(siteOf(1, [battery({ startSoc: 0.5, endSocMin: 0.5 }), grid(0.3)]))
  near(result.objective, 0)
})

test('steps of different length are priced by their hours', () => {
  const request = {
    ...siteOf(2, [load(2), grid([0.1, 0.3])]),
    horizon: { start: '2026-01-01T00:00:00Z', stepEnds: ['2026-01-01T00:15:00Z', '2026-01-01T01:15:00Z'] },
  }
  near(plan(request).objective, 2 * 0.25 * 0.1 + 2 * 0.3)
})

test('a forecast with quantiles is planned on its median', () => {
  const request = {
    ...siteOf(2, [
      { ...load(0), powerKw: 'house' },
      { ...grid(0), importPricePerKwh: 'spot', exportPricePerKwh: 0 },
    ]),
    prices: { spot: [0.1, 0.2] },
    forecasts: { house: { quantiles: { p10: [1, 1], p50: [2, 3], p90: [9, 9] } } },
  }
  near(plan(request).objective, 2 * 0.1 + 3 * 0.2)
})

test('a missing value is named with asset, profile, step and instant', () => {
  const request = { ...siteOf(2, [{ ...load(0), powerKw: 'house' }, grid(0.1)]), forecasts: { house: [1, null] } }
  assert.throws(
    () => plan(request),
    (error) =>
      error instanceof Failure &&
      error.kind === 'invalid' &&
      error.message === 'load "load": profile "house" has no value at step 1 (2026-01-01T01:00:00Z)' &&
      error.pointer === '/forecasts/house/1',
  )
})

test('a profile of the wrong length, an unknown name and twin ids are refused with their place', () => {
  const refused = (request: OptimizeRequest, code: string, pointer: string): void =>
    assert.throws(
      () => plan(request),
      (error) => error instanceof Failure && error.code === code && error.pointer === pointer,
    )
  refused(siteOf(3, [load([1, 2]), grid(0.1)]), 'PROFILE_LENGTH', '/assets/0/powerKw')
  refused(siteOf(2, [{ ...load(0), powerKw: 'house' }, grid(0.1)]), 'PROFILE_UNKNOWN', '/assets/0/powerKw')
  refused(siteOf(2, [load(0), load(1), grid(0.1)]), 'ASSET_ID_TWICE', '/assets/1/id')
  refused(siteOf(2, [battery({ socMin: 0.8, socMax: [0.9, 0.5] })]), 'SOC_LIMITS_CROSSED', '/assets/0/socMin')
})

test('the same request is the same bytes outside statistics', () => {
  const request = siteOf(4, [battery({ startSoc: 0.5 }), pv([0, 6, 6, 0]), load(2), grid([-0.1, 0.1, -0.05, 0.3])])
  const bytes = (): string => {
    const { statistics: _, ...rest } = plan(request)
    return JSON.stringify(rest)
  }
  assert.equal(bytes(), bytes())
})

test('the plan is never dearer than idle or rule', () => {
  const result = plan(siteOf(4, [battery({ startSoc: 0.5 }), pv([0, 6, 6, 0]), load(2), grid([0.3, 0.1, 0.1, 0.3])]))
  assert.ok(result.objective !== null && result.baselines.idle !== null && result.baselines.rule !== null)
  assert.ok(result.objective <= result.baselines.rule + 1e-9 && result.objective <= result.baselines.idle + 1e-9)
  near(result.baselines.idle, 0.6 - 0.4 - 0.4 + 0.6) // 2 kW at 0.30, 4 kW sold at 0.10, twice each
})

test('a baseline that would break a limit has no cost', () => {
  const result = plan(siteOf(1, [battery({ startSoc: 1 }), load(4), grid(0.3, { importLimitKw: 2 })]))
  assert.equal(result.baselines.idle, null)
  assert.equal(result.status, 'optimal')
})

test('a site with two nodes balances each of them', () => {
  const request = siteOf(1, [
    load(2), grid(0.1), { ...load(3), id: 'far', node: 'far' }, { ...grid(0.5), id: 'line', node: 'far' },
  ]) // prettier-ignore
  near(plan(request).objective, 0.2 + 1.5)
  assert.deepEqual(plan(request).marginalPrices, { main: [0.1], far: [0.5] })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { checkSchedule } from '../index.ts'
import { near, plan } from '../planned-sites.ts'
import { battery, grid, load, siteOf } from '../sites.ts'

type Reserve = NonNullable<OptimizeRequest['reserves']>[number]
const lossless = { chargeEfficiency: 1, dischargeEfficiency: 1 }
const lineOf = (result: OptimizeResult, line: string): number | undefined =>
  result.costs.find((cost) => cost.line === line)?.amount

test('a battery that sells reserve both ways keeps half of its power and the energy for a full call', () => {
  // 10 kWh, 5 kW, half full, no prices: R ≤ 5 kW by power, R · 1 h ≤ 5 kWh both ways by energy.
  const fcr: Reserve = {
    id: 'fcr', direction: 'symmetric', blockMinutes: 120, pricePerKwPerHour: 0.02, assetIds: ['battery'],
    fullActivationHours: 1,
  } // prettier-ignore
  const result = plan({ ...siteOf(2, [battery({ ...lossless, startSoc: 0.5 }), grid(0)]), reserves: [fcr] })
  near(result.objective, -0.2) // 5 kW · 2 h · 0.02
  assert.deepEqual(result.schedules['fcr'], { offerKw: [5, 5], batteryKw: [5, 5] })
  assert.deepEqual(result.schedules['battery']['reserveUpKw'], [5, 5])
  const emptier = plan({
    ...siteOf(2, [battery({ ...lossless, startSoc: 0.2 }), grid(0.5, { exportPricePerKwh: 0 })]),
    reserves: [fcr],
  })
  near(emptier.costs.find(({ line }) => line === 'reserve')?.amount, -0.08) // 2 kWh last one hour at 2 kW
})

test('an offer is constant over its block, and too small a one is not made', () => {
  const up: Reserve = {
    id: 'afrr', direction: 'up', blockMinutes: 120, pricePerKwPerHour: 1, assetIds: ['battery'], fullActivationHours: 1,
    minOfferKw: 3,
  } // prettier-ignore
  const site = (startSoc: number) => ({
    ...siteOf(2, [battery({ ...lossless, startSoc, maxChargeKw: 0 }), grid(0)]),
    reserves: [up],
  })
  near(lineOf(plan(site(0.4)), 'reserve'), -8) // 4 kWh, 2 hours
  near(lineOf(plan(site(0.2)), 'reserve'), 0) // 2 kW would be below the least offer
})

test('reserve that was sold and cannot be held is a broken promise with its missing power', () => {
  const sold: Reserve = {
    id: 'fcr', direction: 'up', blockMinutes: 60, pricePerKwPerHour: 0.01, assetIds: ['battery'], fullActivationHours: 1,
    offerKw: 4,
  } // prettier-ignore
  const result = plan({
    ...siteOf(1, [battery({ ...lossless, startSoc: 0.3, maxChargeKw: 0 }), grid(0.1)]),
    reserves: [sold],
  })
  assert.equal(result.status, 'relaxed')
  assert.deepEqual([result.relaxations[0].kind, result.relaxations[0].tier], ['offer', 1])
  near(result.relaxations[0].amount, 1) // 3 of 4 kW
})

test('calls that are expected move the energy in store', () => {
  const up: Reserve = {
    id: 'afrr', direction: 'up', blockMinutes: 60, pricePerKwPerHour: 1, assetIds: ['battery'], fullActivationHours: 0,
    expectedActivation: 0.5, maxOfferKw: 4,
  } // prettier-ignore
  const result = plan({
    ...siteOf(1, [battery({ ...lossless, startSoc: 1, maxDischargeKw: 4 }), grid(0)]),
    reserves: [up],
  })
  near(result.schedules['battery']['soc'][0], 0.8) // 4 kW · 0.5 · 1 h of 10 kWh
  assert.deepEqual(
    checkSchedule(
      { ...siteOf(1, [battery({ ...lossless, startSoc: 1, maxDischargeKw: 4 }), grid(0)]), reserves: [up] },
      result,
    ).faults,
    [],
  )
})

test('two connections share a limit, and what passes it is told', () => {
  const site = (maxKw: number, tier: 1 | 'hard') => ({
    ...siteOf(1, [
      load(4, { id: 'north load', node: 'north' }), grid(0.1, { id: 'north', node: 'north' }),
      load(5, { id: 'south load', node: 'south' }), grid(0.1, { id: 'south', node: 'south' }),
    ]),
    limits: [{ id: 'feeder', assetIds: ['north', 'south'], direction: 'import' as const, maxKw, tier }],
  }) // prettier-ignore
  near(plan(site(9, 'hard')).objective, 0.9)
  const bent = plan(site(7, 1))
  assert.equal(bent.status, 'relaxed')
  const shed = plan(site(7, 'hard'))
  assert.equal(shed.relaxations[0].kind, 'supply') // load gives way where the limit does not
  near(shed.relaxations[0].amount, 2)
})

test('a shared demand charge pays the highest sum, not the sum of the highest', () => {
  const demandCharge = { id: 'peak', pricePerKw: 10, intervalMinutes: 60, realisedKw: 0 }
  const request = {
    ...siteOf(2, [
      load([4, 0], { id: 'a load', node: 'a' }), grid(0, { id: 'a', node: 'a' }),
      load([0, 3], { id: 'b load', node: 'b' }), grid(0, { id: 'b', node: 'b' }),
    ]),
    limits: [{ id: 'feeder', assetIds: ['a', 'b'], direction: 'import' as const, maxKw: 100, tier: 1 as const, demandCharge }],
  } // prettier-ignore
  near(plan(request).objective, 40)
})

test('a price on carbon is a line of the site, and a cap that cannot be kept is bent and told', () => {
  const site = siteOf(2, [
    load(1),
    battery({ ...lossless, capacityKwh: 1 }),
    grid([0.1, 0.2], { co2KgPerKwh: [1, 0.1] }),
  ])
  const priced = plan({ ...site, co2: { pricePerKg: 0.5 } })
  near(lineOf(priced, 'co2'), 0.55) // nothing is stored: 1 kWh at 1 kg and one at 0.1 kg
  near(lineOf(plan(site), 'grid.import'), 0.2) // without it both kWh are bought in the cheap hour
  const capped = plan({ ...site, co2: { capKg: 0.5 } })
  assert.equal(capped.status, 'relaxed')
  near(capped.relaxations[0].amount, 0.6)
  assert.match(capped.relaxations[0].text, /the cap of 0.5 kg CO₂ cannot be kept: 0.6 kg CO₂ too much/)
})

test('weights stand on lines of their own, and the objective weighs the money', () => {
  const site = siteOf(2, [
    load(1),
    battery({ ...lossless, capacityKwh: 1 }),
    grid([0.1, 0.2], { co2KgPerKwh: [1, 0.1] }),
  ])
  const result = plan({ ...site, objective: { moneyWeight: 0, co2PerKg: 1 } })
  near(lineOf(result, 'weight.co2'), 1.1)
  near(lineOf(result, 'grid.import'), 0.3)
  near(result.objective, 1.1)
})

test('a reserve on something that cannot hold it and a name that stands twice are refused at their place', () => {
  const fcr: Reserve = {
    id: 'load',
    direction: 'up',
    blockMinutes: 60,
    pricePerKwPerHour: 0,
    assetIds: ['load'],
    fullActivationHours: 0,
  }
  const refused = (request: OptimizeRequest, code: string, pointer: string): void =>
    assert.throws(() => plan(request), (error) => error instanceof Failure && error.code === code && error.pointer === pointer) // prettier-ignore
  refused({ ...siteOf(1, [load(1), grid(0)]), reserves: [fcr] }, 'ASSET_ID_TWICE', '/reserves/0/id')
  refused(
    { ...siteOf(1, [load(1), grid(0)]), reserves: [{ ...fcr, id: 'fcr' }] },
    'ASSET_TYPE',
    '/reserves/0/assetIds/0',
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { heatLoad, heatPump, heatingRod, tank } from './heat-sites.ts'
import { settle } from './index.ts'
import { exactly as plan, within } from './planned-sites.ts'
import { grid, siteOf } from './sites.ts'

const near = within(1e-9)

test('heat is made while electricity is cheap and kept for when it is not', () => {
  const lossy = tank({ chargeEfficiency: 0.9, dischargeEfficiency: 0.9, lossPerHour: 0.1 })
  const result = plan(siteOf(2, [heatLoad([0, 3]), lossy, heatingRod(), grid([0.1, 0.3])]))
  // 5 kW · 0.9 = 4.5 kWh, 4.05 left after the hour, 3.645 of them delivered: 3 kWh need 3 / 0.9 / 0.9 / 0.9 kWh
  near(result.objective, (3 / 0.729) * 0.1)
  near(result.schedules['tank']['storedKwh'][0], 3 / 0.81)
  near(result.storedValues?.['tank'][0], 0.1 / 0.9)
  assert.deepEqual(
    result.explanations.filter(({ assetId }) => assetId === 'tank').map(({ text }) => text),
    [
      'store "tank" takes 4.1 kWh of heat from 00:00 to 01:00 at 0.10 EUR/kWh, because a stored kWh is worth 0.111 for use at 01:00; taking pays below 0.10',
      'store "tank" gives 3.0 kWh of heat from 01:00 to 02:00, worth 0.137 EUR/kWh there, while a stored kWh is worth 0.123; giving pays above 0.137',
    ],
  )
})

test('heat left at the end is worth its price, and its line takes part in the sum', () => {
  const site = (endValuePerKwh: number): OptimizeRequest =>
    siteOf(1, [heatLoad(0), tank({ startKwh: 4, endValuePerKwh }), heatingRod(), grid(0.1)])
  near(plan(site(0.2)).objective, 5 * (0.1 - 0.2))
  near(plan(site(0.05)).objective, 0) // nothing can take the heat out
})

test('a full store earns nothing by taking and giving at once when electricity is paid for being used', () => {
  const lossy = tank({ startKwh: 10, chargeEfficiency: 0.5 })
  const result = plan(siteOf(2, [heatLoad(0), lossy, heatingRod(), grid(-0.1)]))
  near(result.objective, 0)
  assert.ok(result.statistics.binaries > 0)
})

test('a store that starts below what it must keep is filled as fast as it can, and that is told', () => {
  const result = plan(siteOf(3, [heatLoad(1), tank({ startKwh: 2, minKwh: 9 }), heatPump(), grid([0.1, 0.5, 0.5])]))
  assert.equal(result.status, 'relaxed')
  assert.deepEqual(result.schedules['tank']['storedKwh'].map((kwh) => Math.round((kwh ?? 0) * 1e4) / 1e4), [7, 9, 9]) // prettier-ignore
  assert.equal(
    result.relaxations[0].text,
    'store "tank" holds less than its 9.0 kWh from 00:00 to 01:00, by at most 2.0 kWh',
  )
  assert.equal(plan(siteOf(1, [heatLoad(1), tank({ startKwh: 2, minKwh: 9, hard: ['minKwh'] }), heatPump(), grid(0)])).status, 'failed') // prettier-ignore
})

test('a heat pump with a least power runs where a store takes what is too much', () => {
  const site = (storage: ReturnType<typeof tank>[]): OptimizeRequest =>
    siteOf(2, [heatLoad(3), heatPump({ minPowerKw: 2 }), heatingRod(), ...storage, grid(0.3)])
  near(plan(site([])).objective, 6 * 0.3)
  const stored = plan(site([tank()]))
  near(stored.objective, 2 * 0.3) // 2 kW make 6 kWh, for both hours
  near(stored.baselines.rule, 0.6)
  near(stored.baselines.idle, 1.8)
})

test('without an optimizer a store is kept at its minimum against its losses, where there is heat for it', () => {
  const lossy = tank({ startKwh: 4, minKwh: 4, lossPerHour: 0.25 })
  const site = (maxHeatKw: number): OptimizeRequest =>
    siteOf(2, [heatLoad(1), lossy, heatingRod({ maxHeatKw }), grid(0.1)])
  const { baselines } = plan(site(2))
  near(baselines.idle, 2 * 2 * 0.1) // the load takes 1 kW, the losses 1 kWh an hour
  near(baselines.rule, 0.4)
  assert.equal(plan(site(1.5)).baselines.idle, null)
})

test('a settled plan takes the difference from its store first', () => {
  const site = (kw: number): OptimizeRequest =>
    siteOf(1, [heatLoad(kw), tank({ startKwh: 4, endValuePerKwh: 0.5 }), heatingRod(), grid(0.1)])
  const { schedules } = plan(site(3))
  const settled = settle(site(5), schedules)
  near(schedules['tank']['storedKwh'][0], 9)
  near(settled.schedules['tank']['storedKwh'][0], 7)
  near(settled.cost, 8 * 0.1 + (4 - 7) * 0.5)
})

test('a store that would hold more than it can is refused', () => {
  const refused = (change: Parameters<typeof tank>[0], pointer: string): void =>
    assert.throws(() => plan(siteOf(1, [tank(change)])), { code: 'STORE_OVERFULL', pointer })
  refused({ startKwh: 11 }, '/assets/0/startKwh')
  refused({ minKwh: 11 }, '/assets/0/minKwh')
})

/** Cheapest cost of serving whole kWh from a rod without limit and a lossless store, by going through all it can hold. */
function cheapest(prices: readonly number[], needs: readonly number[], capacityKwh: number, startKwh: number): number {
  let best = Array.from({ length: capacityKwh + 1 }, (_, kwh) => (kwh === startKwh ? 0 : Infinity))
  for (const [t, price] of prices.entries()) {
    best = best.map((_, after) => {
      let least = Infinity
      for (const [before, cost] of best.entries()) {
        const made = needs[t] + after - before
        if (made >= 0 && made <= 10 && Math.abs(after - before) <= 3) least = Math.min(least, cost + made * price)
      }
      return least
    })
  }
  return Math.min(...best)
}

test('a lossless store on whole numbers costs what dynamic programming finds, negative prices included', () => {
  const hour = fc.record({ price: fc.integer({ min: -20, max: 40 }), need: fc.nat(6) })
  const site = fc.record({
    hours: fc.array(hour, { minLength: 1, maxLength: 7 }),
    capacity: fc.integer({ min: 1, max: 7 }),
    fill: fc.nat(7),
  })
  fc.assert(
    fc.property(site, ({ hours, capacity, fill }) => {
      const [prices, needs] = [hours.map(({ price }) => price), hours.map(({ need }) => need)]
      const startKwh = Math.min(fill, capacity)
      const store = tank({ capacityKwh: capacity, maxChargeKw: 3, maxDischargeKw: 3, startKwh })
      const result = plan(siteOf(hours.length, [heatLoad(needs), store, heatingRod(), grid(prices)]))
      near(result.objective, cheapest(prices, needs, capacity, startKwh), 1e-6)
    }),
    { numRuns: 150 },
  )
})

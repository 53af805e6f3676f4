// Plans against other ways to find them: dynamic programming on whole kWh, binaries at every step, finer steps.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { exactly, near, plan, withFewAndAllBinaries } from './planned-sites.ts'
import { randomSite } from './random-sites.ts'
import { battery, grid, siteOf } from './sites.ts'

const objectiveOf = (request: OptimizeRequest): number => {
  const result = exactly(request)
  assert.ok(result.objective !== null && result.status === 'optimal', result.status)
  return result.objective
}

/** Cheapest cost of a lossless battery that moves whole kWh, by going through every stored amount at every hour. */
function cheapest(prices: readonly number[], capacityKwh: number, powerKwh: number, startKwh: number): number {
  let best = Array.from({ length: capacityKwh + 1 }, (_, kwh) => (kwh === startKwh ? 0 : Infinity))
  for (const price of prices) {
    best = best.map((_, after) => {
      let least = Infinity
      for (const [before, cost] of best.entries())
        if (Math.abs(after - before) <= powerKwh) least = Math.min(least, cost + (after - before) * price)
      return least
    })
  }
  return Math.min(...best)
}

test('a lossless battery on whole numbers costs what dynamic programming finds', () => {
  const price = fc.integer({ min: -20, max: 40 })
  const site = fc.record({
    prices: fc.array(price, { minLength: 1, maxLength: 8 }),
    capacity: fc.integer({ min: 1, max: 8 }),
    power: fc.integer({ min: 1, max: 4 }),
    fill: fc.nat(8),
  })
  fc.assert(
    fc.property(site, ({ prices, capacity, power, fill }) => {
      const start = Math.min(fill, capacity)
      const plant = battery({
        capacityKwh: capacity, maxChargeKw: power, maxDischargeKw: power, chargeEfficiency: 1, dischargeEfficiency: 1,
        startSoc: start / capacity,
      }) // prettier-ignore
      const expected = cheapest(prices, capacity, power, start)
      const actual = objectiveOf(siteOf(prices.length, [plant, grid(prices)]))
      assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`)
    }),
    { numRuns: 150 },
  )
})

test('binaries only where needed cost the same as binaries everywhere, negative prices included', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const { few, all } = withFewAndAllBinaries(randomSite(seed, 12))
      near(few.objective, all.objective)
    }),
    { numRuns: 60 },
  )
})

test('a tighter limit is never cheaper', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.double({ min: 1, max: 8, noNaN: true }), (seed, limitKw) => {
      const uniform = seededRandom(seed)
      const prices = Array.from({ length: 6 }, () => uniform() * 0.5)
      const site = (exportLimitKw: number) => siteOf(6, [battery({ startSoc: 0.5 }), grid(prices, { exportLimitKw })])
      assert.ok(objectiveOf(site(limitKw)) >= objectiveOf(site(limitKw * 2)) - 1e-7)
    }),
    { numRuns: 30 },
  )
})

test('splitting every step in two never costs more', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const uniform = seededRandom(seed)
      const prices = Array.from({ length: 6 }, () => uniform() * 0.5)
      const halves = prices.flatMap((price) => [price, price])
      const plant = battery({ startSoc: 0.5, endValuePerKwh: 0.2 })
      const coarse = objectiveOf(siteOf(6, [plant, grid(prices)]))
      const fine = objectiveOf(siteOf(12, [plant, grid(halves)], 30))
      assert.ok(fine <= coarse + 1e-7, `${fine} is more than ${coarse}`)
    }),
    { numRuns: 30 },
  )
})

test('a day and 36 hours of quarter hours are planned, checked and proven within the asked gap', () => {
  for (const steps of [96, 144])
    for (const seed of [1, 2, 3, 4]) {
      const result = plan(randomSite(seed, steps, 15))
      assert.ok(['optimal', 'within_gap'].includes(result.status), `${steps} steps, seed ${seed}: ${result.status}`)
      assert.ok(result.verifier.passed && result.deterministic)
      assert.ok(result.bound !== null && result.objective !== null && result.bound <= result.objective)
    }
})

test('a kWh more in store at the start saves its stored value', () => {
  const request = siteOf(3, [battery({ startSoc: 0.3 }), grid([0.2, 0.1, 0.3])])
  const result = plan(request)
  const fuller = siteOf(3, [battery({ startSoc: 0.31 }), grid([0.2, 0.1, 0.3])])
  const gained = (result.objective as number) - objectiveOf(fuller) // 0.1 kWh more from the start
  assert.ok(Math.abs(gained / 0.1 - (result.storedValues?.['battery'][0] as number)) < 1e-6)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { settle } from './index.ts'
import { checked, exactly, plan, refusesMoves, withFewAndAllBinaries, within } from './planned-sites.ts'
import { randomSite } from './random-sites.ts'
import { battery, block, ev, grid, hourOf, load, pv, siteOf, stay } from './sites.ts'

const near = within(1e-8)

type Battery = Extract<OptimizeAsset, { type: 'battery' }>
/** 10 kWh, 10 kW, no losses. */
const ideal = (change: Partial<Battery> = {}): Battery =>
  battery({ chargeEfficiency: 1, dischargeEfficiency: 1, maxChargeKw: 10, maxDischargeKw: 10, ...change })
const halves = [
  { share: 0.5, costPerKwh: 0.05 },
  { share: 0.5, costPerKwh: 0.2 },
]

test('a deep discharge pays the wear of every slice that it reaches, and stops where that costs more than it earns', () => {
  const site = (price: number): OptimizeRequest =>
    siteOf(1, [ideal({ startSoc: 1, wearSegments: halves }), grid(price)])
  near(plan(site(0.3)).objective, -3 + 5 * 0.05 + 5 * 0.2)
  near(plan(site(0.15)).objective, -0.75 + 0.25)
  near(plan(site(0.15)).schedules['battery']['soc'][0], 0.5)
})

test('a shallow cycle from half full wears the shallow slice only', () => {
  const result = plan(siteOf(2, [ideal({ startSoc: 0.5, wearSegments: halves }), grid([0.1, 0.18])]))
  near(result.objective, 5 * 0.1 - 5 * (0.18 - 0.05)) // what is deep stays
  assert.equal(result.costs.find(({ line }) => line === 'wear')?.amount, 0.25)
  near(result.storedValues?.['battery'][0], 0.1, 1e-6) // it is full: a kWh more would save buying one
})

test('wear by depth from the terminals is what the losses leave of it', () => {
  const lossy = battery({ startSoc: 1, maxDischargeKw: 10, wearSegments: halves })
  const result = plan(siteOf(1, [lossy, grid(1)]))
  near(result.objective, -9 + 4.5 * 0.05 + 4.5 * 0.2)
})

test('cycles are counted in energy that leaves the cells', () => {
  const site = (maxCycles: number): OptimizeRequest =>
    siteOf(4, [battery({ maxCycles, maxDischargeKw: 10, maxChargeKw: 10, startSoc: 1 }), grid([0.3, 0.1, 0.3, 0.1])])
  const half = plan(site(0.5))
  near(half.objective, -0.3 * 5 * 0.9)
  assert.ok(!half.explanations.some(({ text }) => /delivering pays above/.test(text)))
  assert.ok((plan(site(2)).objective as number) < (half.objective as number))
})

test('a battery kept off the grid charges no more than what its node generates', () => {
  const prices = grid([0.1, 0.3])
  const site = (gridCharge: boolean): OptimizeRequest => siteOf(2, [ideal({ gridCharge }), pv([2, 0]), load(1), prices])
  near(plan(site(true)).objective, 10 * 0.1 - 10 * 0.3 - 2 * 0.1 + 0.1 + 0.3)
  near(plan(site(false)).objective, -2 * 0.3 + 0.1 + 0.3)
  const two = [ideal({ id: 'a', gridCharge: false }), ideal({ id: 'b', gridCharge: false })]
  near(plan(siteOf(2, [...two, pv([2, 0]), load(1), prices])).objective, -2 * 0.3 + 0.1 + 0.3) // they share the 2 kW
})

test('a battery that must not export delivers no more than its node consumes, cars and blocks included', () => {
  const full = ideal({ startSoc: 1, gridExport: false })
  near(plan(siteOf(2, [full, load([1, 2]), grid([0.3, 0.5])])).objective, 0)
  const more = [block({ profileStepMinutes: 60 }), ev({ sessions: [stay(0, 2, 0, 0.05)] })] // 2 kWh and 3 kWh
  const result = plan(siteOf(2, [{ ...full, endValuePerKwh: 0.1 }, ...more, grid(0.4)]))
  near(result.objective, 5 * 0.1) // what is left at the end is worth that much less
  near(result.schedules['battery']['soc'][1], 0.5)
})

test('energy has an origin where a battery is kept off the grid, so that binaries keep directions apart', () => {
  const result = plan(siteOf(2, [battery({ gridCharge: false }), pv(3), grid([0.1, 0.3])]))
  assert.equal(result.statistics.binaries, 2)
})

test('a SoC target is kept at its instant whatever the price, and missed by as little as possible', () => {
  const target = (soc: number, tier: 1 | 2 | 3 = 2) => [{ at: hourOf(1), soc, tier }]
  const result = plan(siteOf(2, [battery({ socTargets: target(0.3) }), grid([0.9, 0.1])]))
  near(result.schedules['battery']['soc'][0], 0.3, 1e-6)
  assert.equal(result.status, 'optimal')
  const missed = plan(siteOf(2, [battery({ socTargets: target(0.8, 3) }), grid([0.9, 0.1])]))
  assert.equal(missed.relaxations[0].tier, 3)
  assert.equal(missed.relaxations[0].text, 'battery "battery" cannot hold 80 % at 01:00: 3.5 kWh missing')
  const hard = battery({ socTargets: target(0.8), hard: ['socTargets'] })
  assert.equal(plan(siteOf(2, [hard, grid(0.1)])).status, 'failed')
})

test('extras that contradict themselves are refused with their place', () => {
  const refused = (change: Partial<Battery>, code: string, pointer: string): void =>
    assert.throws(() => plan(siteOf(2, [battery(change), grid(0.1)])), { code, pointer: `/assets/0/${pointer}` })
  refused({ wearSegments: halves, wearCostPerKwh: 0.1 }, 'WEAR_TWICE', 'wearSegments')
  refused({ wearSegments: [halves[0]] }, 'WEAR_SHARES', 'wearSegments')
  refused({ wearSegments: [halves[1], halves[0]] }, 'WEAR_FALLS', 'wearSegments/1')
  refused({ socTargets: [{ at: hourOf(0.5), soc: 1, tier: 1 }] }, 'SOC_TARGET_SPLITS_STEP', 'socTargets/0/at')
})

/** Random sites whose batteries have some of the extras. */
function randomExtras(seed: number, steps: number): OptimizeRequest {
  const request = randomSite(seed, steps)
  const uniform = seededRandom(seed + 1)
  const chance = (share: number): boolean => uniform() < share
  const assets = request.assets.map((asset): OptimizeAsset => {
    if (asset.type !== 'battery') return asset
    const { wearCostPerKwh: _, ...rest } = asset
    return {
      ...rest,
      ...(chance(0.6) && { wearSegments: [{ share: 0.3, costPerKwh: 0.01 }, { share: 0.7, costPerKwh: 0.05 }] }),
      ...(chance(0.4) && { maxCycles: uniform() }),
      ...(chance(0.4) && { gridCharge: false }),
      ...(chance(0.4) && { gridExport: false }),
      ...(chance(0.3) && { socTargets: [{ at: hourOf(3), soc: uniform(), tier: 2 }] }),
    } // prettier-ignore
  })
  return { ...request, assets }
}

test('every plan with extras is published, checked, and settles to what it promised', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = randomExtras(seed, 8)
      const result = checked(request)
      if (result.status !== 'relaxed') near(settle(request, result.schedules).cost, result.objective as number, 1e-5)
    }),
    { numRuns: 60 },
  )
})

test('a plan with extras and any number moved is refused', () => {
  const of = (id: string): boolean => id === 'battery 0'
  refusesMoves((seed) => randomExtras(seed, 6), { steps: 6, runs: 80, seeds: 60, of })
})

test('binaries only where needed cost the same as binaries everywhere', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const { few, all } = withFewAndAllBinaries(randomExtras(seed, 8))
      assert.equal(few.elastic, all.elastic)
      if (!few.elastic) near(few.objective, all.objective, 1e-5)
    }),
    { numRuns: 40 },
  )
})

interface Stack {
  readonly shallow: number
  readonly deep: number
}
/** Cheapest cost of moving whole kWh through two slices, by going through every amount in both at every hour. */
function cheapestStack(prices: readonly number[], sizes: Stack, wear: Stack, powerKwh: number, start: number): number {
  const deepStart = Math.min(start, sizes.deep)
  let best = new Map([[`${start - deepStart},${deepStart}`, 0]])
  for (const price of prices) {
    const next = new Map<string, number>()
    for (const [key, cost] of best) {
      const [shallow, deep] = key.split(',').map((text) => Number.parseInt(text, 10))
      for (let s = 0; s <= sizes.shallow; s++)
        for (let d = 0; d <= sizes.deep; d++) {
          const [gainShallow, gainDeep] = [s - shallow, d - deep]
          const charged = Math.max(gainShallow, 0) + Math.max(gainDeep, 0)
          const delivered = Math.max(-gainShallow, 0) + Math.max(-gainDeep, 0)
          if (charged > powerKwh || delivered > powerKwh || (charged > 0 && delivered > 0)) continue
          const worn = Math.max(-gainShallow, 0) * wear.shallow + Math.max(-gainDeep, 0) * wear.deep
          const total = cost + (charged - delivered) * price + worn
          const to = `${s},${d}`
          if (total < (next.get(to) ?? Infinity)) next.set(to, total)
        }
    }
    best = next
  }
  return Math.min(...best.values())
}

test('wear by depth costs what dynamic programming over both slices finds', () => {
  const cases = fc.record({
    prices: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }),
    shallow: fc.integer({ min: 1, max: 4 }),
    deep: fc.integer({ min: 1, max: 4 }),
    wear: fc.record({ shallow: fc.nat(5), more: fc.nat(15) }),
    power: fc.integer({ min: 1, max: 4 }),
    fill: fc.nat(8),
  })
  fc.assert(
    fc.property(cases, ({ prices, shallow, deep, wear, power, fill }) => {
      const capacity = shallow + deep
      const start = Math.min(fill, capacity)
      const costs = { shallow: wear.shallow, deep: wear.shallow + wear.more }
      const store = ideal({
        capacityKwh: capacity, maxChargeKw: power, maxDischargeKw: power, startSoc: start / capacity,
        wearSegments: [
          { share: shallow / capacity, costPerKwh: costs.shallow },
          { share: deep / capacity, costPerKwh: costs.deep },
        ],
      }) // prettier-ignore
      const expected = cheapestStack(prices, { shallow, deep }, costs, power, start)
      near(exactly(siteOf(prices.length, [store, grid(prices)])).objective, expected, 1e-6)
    }),
    { numRuns: 150 },
  )
})

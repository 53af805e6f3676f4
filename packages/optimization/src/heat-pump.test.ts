import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { boiler, heatLoad, heatPump, heatingRod } from './heat-sites.ts'
import { checkSchedule, settle } from './index.ts'
import { exactly as plan, within } from './planned-sites.ts'
import { grid, siteOf } from './sites.ts'

const near = within(1e-9)

test('a heat pump makes its COP times what it draws, and says what heat is worth and what it makes it for', () => {
  const result = plan(siteOf(2, [heatLoad([6, 15]), heatPump({ cop: [3, 2.5] }), boiler(0.18), grid([0.3, 0.25])]))
  near(result.objective, 2 * 0.3 + 4 * 0.25 + 5 * 0.2) // 4 kW at COP 2.5 make 10 of 15 kW
  assert.deepEqual(result.schedules['pump']['heatKw'], [6, 10])
  assert.deepEqual(result.schedules['pump']['startUp'], [0, 0]) // unknown before
  near(result.marginalPrices?.['warm'][0], 0.1)
  near(result.marginalPrices?.['warm'][1], 0.2)
  assert.equal(
    result.explanations[0].text,
    'heat pump "pump" makes 16.0 kWh of heat from 00:00 to 02:00, because heat is worth 0.163 EUR/kWh there and it makes it for 0.10 (COP 2.7); it pays while electricity costs less than 0.433',
  )
})

test('without a minimum and without rules nothing about a heat pump is a decision of on or off', () => {
  assert.equal(plan(siteOf(2, [heatLoad(3), heatPump(), grid(0.3)])).statistics.binaries, 0)
})

test('a heat pump with a least power stays off where it would make too much', () => {
  const site = siteOf(3, [heatLoad([2, 5, 9]), heatPump({ minPowerKw: 1 }), boiler(0.9), grid(0.3)])
  const result = plan(site)
  assert.deepEqual(result.schedules['pump']['on'], [0, 1, 1]) // 1 kW makes 3 kW
  near(result.objective, 2 * 1 + (14 / 3) * 0.3)
  near(result.baselines.idle, result.objective as number)
})

const commitment = { minOnHours: 2, minOffHours: 2, startCost: 0.2, state: { on: false, sinceHours: 5 } }

test('a start is paid where the heat it makes is worth it, and counts where the state before is off', () => {
  const site = (price: number): OptimizeRequest =>
    siteOf(2, [heatLoad(3), heatPump({ commitment }), boiler(price), grid(0.3)])
  const runs = plan(site(0.27)) // 6 kWh for 1.80 from the boiler, for 0.60 + 0.20 from the pump
  near(runs.objective, 0.8)
  assert.deepEqual(runs.schedules['pump']['startUp'], [1, 0])
  assert.deepEqual(runs.costs.map(({ line }) => line), ['start', 'fuel', 'grid.import', 'grid.export']) // prettier-ignore
  near(plan(site(0.117)).objective, 6 * 0.13) // 0.78 from the boiler
})

test('least times on and off hold across the start of the horizon', () => {
  const on = (isOn: boolean, sinceHours: number, prices: number[]): unknown => {
    const rules = { minOnHours: 2, minOffHours: 3, state: { on: isOn, sinceHours } }
    const pump = heatPump({ minPowerKw: 1, commitment: rules })
    return plan(siteOf(3, [heatLoad(6), pump, boiler(0.18), grid(prices)])).schedules['pump']['on']
  }
  assert.deepEqual(on(false, 0, [0.3, 0.3, 0.3]), [0, 0, 0])
  assert.deepEqual(on(false, 1, [0.3, 0.3, 0.3]), [0, 0, 1])
  // 0.9 / 3 is dearer than the boiler's 0.2, but one that went on an hour ago must run one more
  assert.deepEqual(on(true, 1, [0.9, 0.9, 0.9]), [1, 0, 0])
  assert.deepEqual(on(true, 2, [0.9, 0.9, 0.9]), [0, 0, 0])
  assert.deepEqual(on(true, 1, [0.9, 0.9, 0.3]), [1, 1, 1]) // stopping would cost the cheap hour
})

test('a heat pump that must run although nothing takes its heat stops early, and that is told', () => {
  const rules = { minOnHours: 3, state: { on: true, sinceHours: 1 } }
  const site = (hard: string[]): OptimizeRequest =>
    siteOf(3, [heatLoad([6, 0, 6]), heatPump({ minPowerKw: 1, hard, commitment: rules }), grid(0.3)])
  const result = plan(site([]))
  assert.equal(result.status, 'relaxed')
  assert.deepEqual(result.schedules['pump']['on'], [1, 0, 1])
  assert.equal(
    result.relaxations[0].text,
    'heat pump "pump" must stop before it has run 3.0 h, for nothing can take its heat: 1.0 h missing from 01:00 to 02:00',
  )
  assert.deepEqual(result.relaxations[0].remedies, ['lower minOnHours by 1.0 h', 'give node "warm" a store'])
  assert.equal(plan(site(['minOnHours'])).status, 'failed')
})

test('a switch that comes too early, or is not told, is refused', () => {
  const rules = { minOnHours: 2, minOffHours: 2, startCost: 0, state: { on: true, sinceHours: 9 } }
  const request = siteOf(4, [heatLoad(3), heatPump({ commitment: rules }), boiler(0.09), grid(0.3)])
  const result = plan(request)
  const faults = (on: number[], startUp: number[]) => {
    const moved = structuredClone(result)
    const powerKw = on.map((now) => now)
    moved.schedules['pump'] = { powerKw, heatKw: powerKw.map((kw) => 3 * kw), on, startUp }
    const heatKw = on.map((now) => 3 - 3 * now)
    moved.schedules['boiler'] = { ...moved.schedules['boiler'], heatKw, fuelKw: heatKw.map((kw) => kw / 0.9), on: on.map((now) => 1 - now) }
    moved.schedules['grid'] = { powerKw }
    return checkSchedule(request, moved).faults.filter((fault) => fault.startsWith('pump'))
  } // prettier-ignore
  assert.deepEqual(faults([0, 0, 1, 1], [0, 0, 1, 0]), [])
  assert.deepEqual(faults([0, 1, 1, 1], [0, 1, 0, 0]), ['pump: goes on too early at step 1'])
  assert.deepEqual(faults([0, 0, 1, 0], [0, 0, 1, 0]), ['pump: goes off too early at step 3'])
  assert.deepEqual(faults([0, 0, 1, 1], [0, 0, 0, 0]), ['pump: 0 starts are told at step 2, not 1'])
})

interface Tiny {
  readonly prices: readonly number[]
  readonly needs: readonly number[]
  readonly minPowerKw: number
  readonly minOnHours: number
  readonly minOffHours: number
  readonly startCost: number
  readonly on: boolean
  readonly sinceHours: number
}
const FUEL = 0.3

/** Cheapest cost over all patterns of on and off that the rules allow; the rest comes from a rod at FUEL per kWh. */
function cheapest(tiny: Tiny): number {
  let best = Infinity
  for (let pattern = 0; pattern < 2 ** tiny.prices.length; pattern++) best = Math.min(best, costOf(tiny, pattern))
  return best
}

function costOf(tiny: Tiny, pattern: number): number {
  let cost = 0
  let last = tiny.on
  let since = tiny.sinceHours
  for (const [t, price] of tiny.prices.entries()) {
    const now = ((pattern >> t) & 1) === 1
    if (now !== last) {
      if (since < (last ? tiny.minOnHours : tiny.minOffHours)) return Infinity
      if (now) cost += tiny.startCost
      since = 0
    }
    const least = now ? tiny.minPowerKw : 0
    const most = now ? Math.min(4, tiny.needs[t] / 3) : 0
    if (least > most) return Infinity
    const kw = price / 3 < FUEL ? most : least
    cost += kw * price + (tiny.needs[t] - 3 * kw) * FUEL
    last = now
    since += 1
  }
  return cost
}

test('on and off, least times and starts cost what going through every pattern finds', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const uniform = seededRandom(seed)
      const whole = (most: number): number => Math.floor(uniform() * (most + 1))
      const steps = 3 + whole(4)
      const tiny: Tiny = {
        prices: Array.from({ length: steps }, () => uniform() * 1.5),
        needs: Array.from({ length: steps }, () => 3 + uniform() * 12),
        minPowerKw: uniform(),
        minOnHours: whole(3),
        minOffHours: whole(3),
        startCost: uniform() * 0.5,
        on: uniform() < 0.5,
        sinceHours: whole(3),
      }
      const { minPowerKw, minOnHours, minOffHours, startCost, on, sinceHours } = tiny
      const rules = { minOnHours, minOffHours, startCost, state: { on, sinceHours } }
      const request = siteOf(steps, [
        heatLoad([...tiny.needs]),
        heatPump({ minPowerKw, commitment: rules }),
        boiler(FUEL, { id: 'backup', efficiency: 1, maxHeatKw: 20 }),
        grid([...tiny.prices]),
      ])
      const result = plan(request)
      near(result.objective, cheapest(tiny), 1e-7)
      near(settle(request, result.schedules).cost, result.objective as number, 1e-7)
      if (result.baselines.rule !== null) assert.ok((result.objective as number) <= result.baselines.rule + 1e-7)
    }),
    { numRuns: 150 },
  )
})

test('limits that cross are refused', () => {
  assert.throws(() => plan(siteOf(1, [heatPump({ minPowerKw: 5 }), grid(0)])), {
    code: 'POWER_LIMITS_CROSSED',
    pointer: '/assets/0/minPowerKw',
  })
})

test('without an optimizer the heat pump serves first, and rests when its rules say so', () => {
  const rules = { minOffHours: 2, state: { on: false, sinceHours: 1 } }
  const result = plan(
    siteOf(2, [heatLoad(14), heatPump({ commitment: rules }), heatingRod({ maxHeatKw: 20 }), grid(0.1)]),
  )
  near(result.baselines.idle, 14 * 0.1 + (4 + 2) * 0.1) // off for one more hour; then 4 kW make 12
})

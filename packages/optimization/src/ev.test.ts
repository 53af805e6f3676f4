import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import fc from 'fast-check'
import { checkSchedule, settle } from './index.ts'
import { checked, plan, refusesMoves, withFewAndAllBinaries, within } from './planned-sites.ts'
import { randomEvSite } from './random-flexible.ts'
import { battery, ev, grid, load, siteOf, stay } from './sites.ts'

const near = within(1e-9)
const refused = (sessions: ReturnType<typeof stay>[], code: string): void =>
  assert.throws(() => plan(siteOf(4, [ev({ sessions }), grid(0.1)])), { code })

test('a target out of reach is missed by as little as possible, with what would have helped', () => {
  const result = plan(siteOf(3, [ev(), grid(0.2)]))
  assert.equal(result.status, 'relaxed')
  const [missed] = result.relaxations
  near(missed.amount, 6, 1e-6) // 20 + 2 · 11 = 42 of 48 kWh
  assert.equal(missed.text, 'EV "ev" cannot reach 80 % by 02:00: 6.0 kWh missing')
  assert.deepEqual(missed.remedies, ['plug in 33 min earlier', 'allow 14 kW'])
  assert.deepEqual(result.schedules['ev']['soc'].slice(2), [null])
})

test('a target that the connection holds back names the connection', () => {
  const result = plan(siteOf(2, [ev({ sessions: [stay(0, 2, 0, 0.2)] }), load(2), grid(0.2, { importLimitKw: 6 })]))
  assert.deepEqual(result.relaxations[0].remedies, ['allow 2.0 kW more on the import limit of "grid"']) // 12 − 2 · 4 kWh
})

test('a car is charged in its cheapest hours and no more than its target asks for', () => {
  const car = ev({ sessions: [stay(0, 4, 0, 0.2)] }) // 12 kWh
  const result = plan(siteOf(4, [car, grid([0.3, 0.1, 0.2, 0.4])]))
  near(result.objective, 11 * 0.1 + 1 * 0.2)
  assert.deepEqual(result.schedules['ev']['powerKw'], [0, -11, -1, 0])
  near(result.storedValues?.['ev'][1], 0.2) // a kWh more would save the one bought at 0.20
  assert.equal(
    result.explanations[0].text,
    'EV "ev" charges 12.0 kWh from 01:00 to 03:00 for 0.108 EUR/kWh, because a kWh in the car is worth 0.20 until 04:00; charging pays below 0.20',
  )
})

test('a step that a car is plugged in for half of carries half its power', () => {
  const result = plan(siteOf(2, [ev({ sessions: [stay(0.5, 1.5, 0, 0.5)] }), grid(0.1)]))
  for (const kw of result.schedules['ev']['chargeKw']) near(kw, 5.5, 1e-5)
  near(result.relaxations[0].amount, 30 - 11, 1e-5)
})

test('a least power makes the charger wait until it is worth it, and costs no binary where there is none', () => {
  const site = (minChargeKw?: number): OptimizeRequest =>
    siteOf(2, [
      ev({ sessions: [stay(0, 2, 0, 0.1)], ...(minChargeKw && { minChargeKw }) }),
      grid([0.1, 0.3], { importLimitKw: 4 }),
    ])
  near(plan(site()).objective, 4 * 0.1 + 2 * 0.3)
  assert.equal(plan(site()).statistics.binaries, 0)
  near(plan(site(3)).objective, 3 * 0.1 + 3 * 0.3) // 2 kW in the second hour is too little
})

test('a car delivers while the price is high and still leaves with its target, above its lowest SoC', () => {
  const car = ev({ maxDischargeKw: 11, dischargeEfficiency: 1, sessions: [{ ...stay(0, 3, 0.5, 0.5), minSoc: 0.4 }] })
  const result = plan(siteOf(3, [car, grid([0.5, 0.1, 0.1])]))
  near(result.objective, -6 * 0.5 + 6 * 0.1) // 30 kWh stored, 24 must stay
  near(result.schedules['ev']['soc'][0], 0.4)
  assert.equal(result.explanations[0].code, 'EV_DELIVERS')
})

test('a car that arrives below its lowest SoC is pulled up at once', () => {
  const car = ev({ sessions: [{ ...stay(0, 3, 0.1, 0.4), minSoc: 0.4 }] }) // 18 kWh missing
  const result = plan(siteOf(3, [car, grid([0.9, 0.1, 0.1])]))
  for (const [t, kw] of [11, 7, 0].entries()) near(result.schedules['ev']['chargeKw'][t], kw, 1e-5)
  assert.equal(result.relaxations[0].text, 'EV "ev" is below its lowest SoC from 00:00 to 01:00, by at most 7.0 kWh')
})

test('a stay that outlasts the horizon must reach what it can by then, and nothing is called missing', () => {
  const result = plan(siteOf(2, [ev({ sessions: [stay(1, 9, 0, 0.8)] }), grid(0.1)]))
  near(result.schedules['ev']['chargeKw'][1], 11)
  assert.equal(result.status, 'optimal')
})

test('two stays of a car have energies of their own', () => {
  const car = ev({ sessions: [stay(0, 1, 0.5, 0.6), stay(2, 3, 0.3, 0.4)] })
  const result = plan(siteOf(3, [car, grid(0.1)]))
  near(result.objective, 12 * 0.1)
  assert.deepEqual(result.schedules['ev']['soc'], [0.6, null, 0.4])
})

test('stays that overlap, share a step or end before they start are refused with their place', () => {
  refused([stay(0, 2, 0, 1), stay(1, 3, 0, 1)], 'SESSIONS_OVERLAP')
  refused([stay(0, 1.25, 0, 1), stay(1.5, 3, 0, 1)], 'SESSIONS_SHARE_STEP')
  refused([stay(2, 2, 0, 1)], 'SESSION_EMPTY')
  assert.throws(() => plan(siteOf(1, [ev({ maxDischargeKw: 5 }), grid(0)])), { code: 'EFFICIENCY_MISSING' })
  assert.throws(() => plan(siteOf(1, [ev({ minChargeKw: 12 }), grid(0)])), { code: 'MIN_POWER_ABOVE_MAX' })
})

test('without a plan a car charges on arrival, within what the connection leaves', () => {
  const site = siteOf(4, [
    ev({ sessions: [stay(0, 4, 0, 0.2)] }),
    load(3),
    grid([0.4, 0.3, 0.2, 0.1], { importLimitKw: 12 }),
  ])
  const result = plan(site)
  near(result.baselines.idle, 3 * (0.4 + 0.3 + 0.2 + 0.1) + 9 * 0.4 + 3 * 0.3)
  assert.ok((result.objective as number) < (result.baselines.idle as number))
})

test('a plan settled on its own forecast costs what it promised', () => {
  const site = siteOf(3, [ev({ minChargeKw: 4, sessions: [stay(0, 3, 0.2, 0.4)] }), load(1), grid([0.3, 0.1, 0.2])])
  const result = plan(site)
  near(settle(site, result.schedules).cost, result.objective as number, 1e-8)
})

test('every plan of random cars is published, checked, and no dearer than idle or rule', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = randomEvSite(seed, 8)
      const result = checked(request)
      for (const baseline of [result.baselines.idle, result.baselines.rule])
        if (baseline !== null) assert.ok((result.objective as number) <= baseline + 0.01 + 1e-4 * Math.abs(baseline))
    }),
    { numRuns: 60 },
  )
})

test('any number of a car moved is refused', () => {
  const of = (id: string): boolean => id === 'car' || id === 'van'
  refusesMoves((seed) => randomEvSite(seed, 6), { steps: 6, runs: 120, seeds: 40, of })
})

test('a car that charges below its least power or both ways at once is refused', () => {
  const lossless = { maxDischargeKw: 5, dischargeEfficiency: 1, minChargeKw: 4, sessions: [stay(0, 1, 0.5, 0.5)] }
  const request = siteOf(1, [ev(lossless), load(0), grid(0)])
  const publication = (charge: number, discharge: number): OptimizeResult => ({
    ...plan(request),
    schedules: {
      ev: { powerKw: [discharge - charge], chargeKw: [charge], dischargeKw: [discharge], soc: [0.5 + (charge - discharge) / 60] },
      load: { powerKw: [0] },
      grid: { powerKw: [charge - discharge] },
    },
  }) // prettier-ignore
  assert.match(checkSchedule(request, publication(2, 0)).faults[0], /below its least power/)
  assert.match(checkSchedule(request, publication(4, 4)).faults[0], /charges and discharges at once/)
  assert.deepEqual(checkSchedule(request, publication(4, 0)).faults, [])
})

test('binaries only where needed cost the same as binaries everywhere', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const { few, all } = withFewAndAllBinaries(randomEvSite(seed, 6))
      near(few.objective, all.objective, 1e-5) // bent targets are kept to 1e-7 kWh
    }),
    { numRuns: 40 },
  )
})

test('a car costs what dynamic programming on whole kWh finds', () => {
  const site = fc.record({
    prices: fc.array(fc.integer({ min: -20, max: 40 }), { minLength: 1, maxLength: 6 }),
    power: fc.integer({ min: 1, max: 4 }),
    back: fc.nat(3),
    start: fc.nat(8),
    target: fc.nat(8),
  })
  fc.assert(
    fc.property(site, ({ prices, power, back, start, target }) => {
      const car = ev({
        capacityKwh: 8, maxChargeKw: power, maxDischargeKw: back, dischargeEfficiency: 1,
        sessions: [stay(0, prices.length, start / 8, Math.min(target, start + power * prices.length) / 8)],
      }) // prettier-ignore
      let best = Array.from({ length: 9 }, (_, kwh) => (kwh === start ? 0 : Infinity))
      for (const price of prices)
        best = best.map((_, after) =>
          Math.min(
            ...best.map((cost, before) => (after - before <= power && before - after <= back ? cost + (after - before) * price : Infinity)),
          ),
        ) // prettier-ignore
      const expected = Math.min(...best.slice(Math.min(target, start + power * prices.length)))
      const request = { ...siteOf(prices.length, [car, grid(prices)]), solver: { relativeGap: 0, absoluteGap: 1e-9 } }
      near(plan(request).objective, expected, 1e-6)
    }),
    { numRuns: 150 },
  )
})

test('splitting every step in two changes nothing for a car that may take any power', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 4 }), (prices) => {
      const assets = [ev({ sessions: [stay(1, 4, 0.2, 0.5)] }), battery({ startSoc: 0.5 })]
      const coarse = plan(siteOf(4, [...assets, grid(prices)])).objective as number
      const halves = prices.flatMap((price) => [price, price])
      near(plan(siteOf(8, [...assets, grid(halves)], 30)).objective, coarse, 1e-6)
    }),
    { numRuns: 20 },
  )
})

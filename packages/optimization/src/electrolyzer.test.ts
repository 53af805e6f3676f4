import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { checkSchedule, settle } from './index.ts'
import { exactly as plan, near, refusesMoves } from './planned-sites.ts'
import { battery, electrolyzer, grid, load, siteOf } from './sites.ts'

const at = (hour: number): string => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`

test('each load segment runs while its kg pays for its power, and the sentence tells the break-even', () => {
  // the first segment pays below 5 / 50 = 0.10, the second below 5 / 60 = 0.083
  const result = plan(siteOf(3, [electrolyzer(), grid([0.05, 0.09, 0.11])]))
  assert.deepEqual(result.schedules['electrolyzer']['powerKw'], [10, 5, 0])
  assert.deepEqual(result.schedules['electrolyzer']['on'], [1, 1, 0])
  near(result.schedules['electrolyzer']['hydrogenKg'][2], 5 / 50 + 5 / 60 + 5 / 50)
  near(result.objective, 0.5 + 0.45 - 5 * (0.2 + 5 / 60))
  const [reason] = result.explanations
  assert.equal(reason.code, 'ELECTROLYZER_SELLS')
  assert.match(
    reason.text,
    /makes 0.3 kg from 00:00 to 02:00 from power at 0.063 EUR\/kWh, because a kg costs 3.353 that way and is sold for 5.00; making pays below 0.10$/,
  )
})

test('below its minimum it is off, whatever a little power would earn', () => {
  const site = (importLimitKw: number): OptimizeRequest => siteOf(1, [electrolyzer(), grid(0.05, { importLimitKw })])
  assert.deepEqual(plan(site(1.9)).schedules['electrolyzer']['powerKw'], [0])
  assert.deepEqual(plan(site(2.1)).schedules['electrolyzer']['powerKw'], [2.1])
  const free = plan(siteOf(1, [electrolyzer({ minPowerKw: 0 }), grid(0.05, { importLimitKw: 1 })]))
  assert.deepEqual(free.schedules['electrolyzer']['powerKw'], [1])
  assert.equal(free.statistics.binaries, 0)
})

test('a target is made in the cheapest hours before it, and the sentence says what is due', () => {
  const machine = electrolyzer({ minPowerKw: 0, hydrogenPricePerKg: 0, targets: [{ by: at(3), kg: 0.2 }] })
  const result = plan(siteOf(4, [machine, grid([0.3, 0.1, 0.2, 0.01])]))
  // 10 kW at 0.10 make 0.1833 kg, the last of them for 60 · 0.10 each; the rest is made an hour later for 50 · 0.20
  near(result.objective, 1 + (0.1 - 5 / 60) * 50 * 0.2)
  assert.match(result.explanations[0].text, /because 0.2 kg are due by 03:00/)
})

test('a target that ends within a step is met by its share of the step', () => {
  const machine = electrolyzer({ hydrogenPricePerKg: 0, targets: [{ by: '2026-01-01T01:30:00Z', kg: 0.15 }] })
  const result = plan(siteOf(2, [machine, grid([9, 0.1])]))
  // half an hour at 10 kW makes 0.0917 kg; the other 0.0583 kg are made in the first hour, 50 kWh each
  near(result.objective, 0.1 * 10 + 9 * 50 * (0.15 - (5 / 50 + 5 / 60) / 2))
})

test('a target out of reach is made as far as can be, and told with what is missing', () => {
  const machine = electrolyzer({ hydrogenPricePerKg: 0, targets: [{ by: at(2), kg: 0.5 }] })
  const result = plan(siteOf(3, [machine, grid(0.1)]))
  assert.equal(result.status, 'relaxed')
  for (const kw of result.schedules['electrolyzer']['powerKw'].slice(0, 2)) near(kw, 10, 1e-4)
  near(result.relaxations[0].amount, 0.5 - 2 * (5 / 50 + 5 / 60), 1e-6)
  assert.equal(result.relaxations[0].tier, 3)
  assert.match(result.relaxations[0].text, /cannot make 0.5 kg by 02:00: 0.1 kg missing/)
})

test('starts cost, and a run lasts as long as it must', () => {
  const machine = electrolyzer({ commitment: { startCost: 0.3, minOnHours: 2, state: { on: false, sinceHours: 5 } } })
  // 10 kW earn 0.9167 − 10 · price an hour
  const site = siteOf(4, [machine, grid([0.05, 0.2, 0.2, 0.2])])
  near(plan(site).objective, 0) // 0.4167 − 0.3 − (0.4 − 0.2) < 0
  const cheap = plan(siteOf(4, [machine, grid([0.02, 0.2, 0.2, 0.2])]))
  assert.deepEqual(cheap.schedules['electrolyzer']['on'], [1, 1, 0, 0])
  near(cheap.objective, 0.3 + 0.2 - 5 * (5 / 50 + 5 / 60) + 2 * 0.2 - 5 * 0.04)
})

test('one that must run on without power stops early, and that is told', () => {
  const machine = electrolyzer({ commitment: { minOnHours: 3, state: { on: true, sinceHours: 1 } } })
  const result = plan(siteOf(3, [machine, grid(0.2, { importLimitKw: [5, 0, 5] })]))
  assert.equal(result.status, 'relaxed')
  assert.deepEqual(result.schedules['electrolyzer']['on'], [1, 0, 0])
  assert.match(
    result.relaxations[0].text,
    /must stop before it has run 3.0 h, for it lacks power or may not run: 1.0 h missing from 01:00 to 02:00/,
  )
})

test('the baseline makes what is due as early as the connection allows and nothing more', () => {
  const due = electrolyzer({ hydrogenPricePerKg: 0, targets: [{ by: at(4), kg: 0.25 }] })
  const result = plan(siteOf(4, [due, load(3), grid([0.4, 0.1, 0.1, 0.1], { importLimitKw: 11 })]))
  // 8 kW make 0.15 kg in the first hour, 5 kW the other 0.1 kg
  near(result.baselines.idle, 0.4 * 11 + 0.1 * (8 + 3 + 3))
  near(plan(siteOf(2, [electrolyzer(), load(1), grid(0.01)])).baselines.idle, 0.02)
})

test('contradictory data are refused with the numbers', () => {
  const refused = (change: Parameters<typeof electrolyzer>[0], code: string, message: RegExp): void =>
    assert.throws(() => plan(siteOf(2, [electrolyzer(change), grid(0)])), { kind: 'invalid', code, message })
  refused({ maxPowerKw: [8, 12] }, 'LOAD_SEGMENTS_SHORT', /reach 10 kW, not maxPowerKw 12 at step 1/)
  refused({ loadSegments: [{ sizeKw: 5, kwhPerKg: 60 }, { sizeKw: 5, kwhPerKg: 50 }] }, 'EFFICIENCY_RISES', /segment 1 takes 50 kWh/) // prettier-ignore
  refused(
    { targets: [{ by: at(3), kg: 1 }] },
    'TARGET_OUTSIDE',
    /due at 2026-01-01T03:00:00Z, outside .* to 2026-01-01T02:00:00Z/,
  )
  refused({ targets: [{ by: at(1), kg: 2 }, { by: at(2), kg: 1 }] }, 'TARGETS_FALL', /target 1 is not later and higher/) // prettier-ignore
})

/** The same seed gives the same site. */
function randomSite(seed: number, steps: number): OptimizeRequest {
  const uniform = seededRandom(seed)
  const between = (low: number, high: number): number => low + (high - low) * uniform()
  const series = (low: number, high: number): number[] => Array.from({ length: steps }, () => between(low, high))
  const spot = series(-0.05, 0.3)
  const commitment = {
    minOnHours: between(0, 3),
    minOffHours: between(0, 3),
    startCost: between(0, 0.5),
    ...(uniform() < 0.7 && { state: { on: uniform() < 0.5, sinceHours: between(0, 4) } }),
  }
  const machine = electrolyzer({
    maxPowerKw: uniform() < 0.3 ? series(0, 10) : 10,
    minPowerKw: uniform() < 0.7 ? between(0.5, 3) : 0,
    hydrogenPricePerKg: uniform() < 0.3 ? 0 : series(2, 9),
    ...(uniform() < 0.5 && { commitment }),
    ...(uniform() < 0.5 && { targets: [{ by: at(2), kg: between(0.05, 0.3) }, { by: '2026-01-01T04:40:00Z', kg: between(0.3, 0.9) }] }), // prettier-ignore
  })
  const connection = grid(spot, { importLimitKw: between(6, 20), importPricePerKwh: spot.map((price) => price + 0.02) })
  return siteOf(steps, [machine, battery({ startSoc: 0.5 }), load(series(0, 5)), connection])
}

test('whatever is asked for, the schedule passes, costs the same when followed and beats doing nothing', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = randomSite(seed, 6)
      const result = plan(request)
      assert.deepEqual(checkSchedule(request, result).faults, [], `${seed}`)
      assert.notEqual(result.status, 'failed', `${seed}`)
      for (const baseline of [result.baselines.idle, result.baselines.rule])
        assert.ok(baseline === null || (result.objective ?? NaN) <= baseline + 1e-6, `${seed}`)
      if (result.relaxations.some(({ kind }) => kind === 'minUp')) return
      const { cost } = settle(request, result.schedules)
      assert.ok(Math.abs(cost - (result.objective ?? NaN)) < 1e-6, `${seed}: ${cost} is not ${result.objective}`)
    }),
    { numRuns: 60 },
  )
})

test('a schedule of an electrolyzer with any number moved is refused', () => {
  const of = (id: string): boolean => id === 'electrolyzer'
  refusesMoves((seed) => randomSite(seed, 6), { steps: 6, runs: 60, of, planned: plan })
})

test('splitting every step in two costs the same where nothing is switched', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const uniform = seededRandom(seed)
      const prices = Array.from({ length: 5 }, () => uniform() * 0.3)
      const machine = electrolyzer({ minPowerKw: 0, hydrogenPricePerKg: 6, targets: [{ by: at(4), kg: 0.3 }] })
      const coarse = plan(siteOf(5, [machine, grid(prices)])).objective
      near(plan(siteOf(10, [machine, grid(prices.flatMap((price) => [price, price]))], 30)).objective, coarse ?? NaN)
    }),
    { numRuns: 20 },
  )
})

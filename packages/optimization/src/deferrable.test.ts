import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { settle } from './index.ts'
import { checked, exactly, plan, refusesMoves, within } from './planned-sites.ts'
import { randomDeferrableSite } from './random-flexible.ts'
import { block, grid, hourOf, interruptible, load, siteOf } from './sites.ts'

const near = within(1e-9)
const prices = [0.3, 0.1, 0.2, 0.05]
const site = (...assets: OptimizeAsset[]): OptimizeRequest => siteOf(4, [...assets, grid(prices)])

test('a block starts where its whole profile is cheapest', () => {
  const result = plan(site(block()))
  near(result.objective, 0.5) // 2 kW at 0.20 and 0.05; from the second hour on 0.60
  assert.deepEqual(result.schedules['block'], { powerKw: [0, 0, 2, 2], on: [0, 0, 1, 1], startUp: [0, 0, 1, 0] })
  assert.equal(
    result.explanations[0].text,
    'deferrable "block" runs from 02:00 to 04:00 for 0.50 EUR; from 00:00 on, as early as it may, it would cost 0.80, at worst 0.80',
  )
})

test('the same energy without a block takes the cheapest hours', () => {
  const result = plan(site(interruptible()))
  near(result.objective, 0.3)
  assert.deepEqual(result.schedules['pump']['on'], [0, 1, 0, 1])
  assert.equal(result.statistics.binaries, 0)
})

test('a profile finer than the steps is averaged over them, and what it takes stays the same', () => {
  const result = plan(site(block({ profileKw: [4, 0, 2], profileStepMinutes: 30 })))
  near(result.objective, Math.min(2 * 0.3 + 1 * 0.1, 2 * 0.1 + 1 * 0.2, 2 * 0.2 + 1 * 0.05))
  assert.deepEqual(result.schedules['block']['powerKw'], [0, 2, 1, 0])
})

test('a block follows the one it waits for, gap included, whatever the order in the request', () => {
  const dryer = block({ id: 'dryer', profileStepMinutes: 60, after: { assetId: 'washer', gapHours: 1 } })
  const washer = block({ id: 'washer', profileStepMinutes: 60 })
  for (const assets of [[dryer, washer], [washer, dryer]]) {
    const result = plan(site(...assets))
    near(result.objective, 2 * 0.1 + 2 * 0.05)
    const late = plan(siteOf(4, [...assets, grid([0.1, 0.3, 0.05, 0.4])])) // 0 then 2; never 2 then 3
    near(late.objective, 2 * 0.1 + 2 * 0.05)
  } // prettier-ignore
})

test('a block is skipped where that is cheaper, with both prices told', () => {
  near(plan(site(block({ skipCost: 0.6 }))).objective, 0.5)
  const result = plan(site(block({ skipCost: 0.4 })))
  near(result.objective, 0.4)
  assert.equal(result.status, 'optimal')
  assert.equal(
    result.explanations[0].text,
    'deferrable "block" is skipped for 0.40 EUR; running would cost at least 0.50',
  )
  near(plan(site(interruptible({ skipCost: 0.2 }))).objective, 0.2)
  near(plan(site(interruptible({ skipCost: 0.4 }))).objective, 0.3)
})

test('a block that does not fit its window is left out as a wish, and told', () => {
  const result = plan(site(block({ latestEnd: hourOf(1) }), load(1)))
  assert.equal(result.status, 'relaxed')
  near(result.objective, 0.65)
  assert.equal(result.relaxations[0].tier, 3)
  assert.equal(result.relaxations[0].text, 'deferrable "block" cannot run by 01:00: its 4.0 kWh are left out')
  assert.deepEqual(result.relaxations[0].remedies, ['widen its window, so that a start fits into it'])
  assert.equal(plan(site(block({ latestEnd: hourOf(1), hard: ['latestEnd'] }))).status, 'failed')
})

test('a block that the connection has no room for is left out before any load is', () => {
  const result = plan(siteOf(4, [block(), load(2), grid(prices, { importLimitKw: 3 })]))
  assert.deepEqual(result.relaxations.map(({ kind }) => kind), ['skip']) // prettier-ignore
  near(result.objective, 2 * 0.65)
})

test('an interruptible load takes what it can and says what is missing', () => {
  const result = plan(site(interruptible({ energyKwh: 10 })))
  near(result.relaxations[0].amount, 2, 1e-6)
  assert.equal(result.relaxations[0].text, 'deferrable "pump" cannot take all its energy by 04:00: 2.0 kWh missing')
  assert.deepEqual(result.relaxations[0].remedies, ['widen its window by 60 min'])
})

test('a window that outlasts the horizon is served within it where it can be, else left to the next', () => {
  near(plan(site(block({ latestEnd: hourOf(9) }))).objective, 0.5)
  const later = plan(site(block({ earliest: hourOf(3), latestEnd: hourOf(9) })))
  near(later.objective, 0)
  assert.equal(later.status, 'optimal')
  near(plan(site(block({ earliest: hourOf(3), latestEnd: hourOf(5.5) }))).objective, 0.1) // or it would be too late
  near(plan(site(interruptible({ earliest: hourOf(3), latestEnd: hourOf(9) }))).objective, 0.1)
})

test('a block that runs already goes on, wherever the price is', () => {
  const result = plan(site(block({ startedAt: hourOf(-1) })))
  assert.deepEqual(result.schedules['block'], { powerKw: [2, 0, 0, 0], on: [1, 0, 0, 0], startUp: [0, 0, 0, 0] })
  near(plan(site(block({ startedAt: hourOf(-3), skipCost: 5 }))).objective, 0) // over by now
})

test('starts and hours on are kept', () => {
  const pump = { minPowerKw: 2, energyKwh: 4 }
  near(plan(site(interruptible({ ...pump, maxStarts: 1 }))).objective, 0.5) // 0.20 and 0.05 in one run
  near(plan(site(interruptible({ ...pump, minOnHours: 2 }))).objective, 0.5)
  near(plan(site(interruptible({ ...pump, maxStarts: 2 }))).objective, 0.3)
  near(plan(site(interruptible({ ...pump, maxStarts: 1, startedAt: hourOf(-1) }))).objective, 0.5) // it may go off, and then start once
  near(plan(site(interruptible({ ...pump, minOnHours: 2, startedAt: hourOf(-1) }))).objective, 0.8) // on for one hour more, then for one at 0.10; a start at 03:00 would be too short
})

test('requests that contradict themselves are refused with their place', () => {
  const refused = (asset: OptimizeAsset, code: string): void => assert.throws(() => plan(site(asset)), { code })
  refused(block({ latestEnd: hourOf(0) }), 'WINDOW_EMPTY')
  refused(block({ startedAt: hourOf(1) }), 'STARTED_LATER')
  refused(block({ after: { assetId: 'nothing', gapHours: 0 } }), 'ASSET_UNKNOWN')
  refused(block({ after: { assetId: 'block', gapHours: 0 } }), 'SEQUENCE_CIRCLES')
  refused(block({ after: { assetId: 'grid', gapHours: 0 } }), 'ASSET_TYPE')
  refused(interruptible({ maxStarts: 1 }), 'MIN_POWER_MISSING')
  refused(interruptible({ minPowerKw: 3 }), 'MIN_POWER_ABOVE_MAX')
})

test('without a plan a block starts as early as it may and a load takes its energy at once', () => {
  const result = plan(site(block(), interruptible({ energyKwh: 3, minPowerKw: 1 })))
  near(result.baselines.idle, 4 * 0.3 - 2 * 0.3 + 2 * 0.1 + 1.5 * 0.3 + 1.5 * 0.1 - 0)
})

test('a settled plan costs what it promised', () => {
  const request = site(block(), block({ id: 'second', after: { assetId: 'block', gapHours: 0 } }), interruptible())
  const result = plan(request)
  near(settle(request, result.schedules).cost, result.objective as number, 1e-8)
})

test('every plan of random loads is published and checked, and none is dearer than idle', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = randomDeferrableSite(seed, 10)
      const result = checked(request)
      const { idle } = result.baselines
      if (idle !== null) assert.ok((result.objective as number) <= idle + 0.01 + 1e-4 * Math.abs(idle))
    }),
    { numRuns: 50 },
  )
})

test('any number of a load moved is refused', () => {
  const of = (id: string): boolean => ['washer', 'dryer', 'pump'].includes(id)
  const by = [-1, -0.5, -0.001, 0.001, 0.5, 1]
  refusesMoves((seed) => randomDeferrableSite(seed, 8), { steps: 8, runs: 150, seeds: 60, of, by })
})

interface Task {
  readonly profile: readonly number[]
  readonly from: number
  readonly to: number
}
/** Cheapest sum over all pairs of starts that keep the import limit, the second after the first. */
function cheapestPair(price: readonly number[], limitKw: number, first: Task, second: Task, gap: number): number {
  let least = Infinity
  const starts = ({ profile, from, to }: Task): number[] =>
    [...price.keys()].filter((s) => s >= from && s + profile.length <= Math.min(to, price.length))
  for (const s of starts(first))
    for (const r of starts(second)) {
      if (r < s + first.profile.length + gap) continue
      const kw = price.map((_, t) => (first.profile[t - s] ?? 0) + (second.profile[t - r] ?? 0))
      if (kw.some((power) => power > limitKw)) continue
      least = Math.min(least, kw.reduce((sum, power, t) => sum + power * price[t], 0)) // prettier-ignore
    }
  return least
}

test('two blocks in sequence cost what going through all starts finds', () => {
  const profile = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 })
  const task = fc.record({ profile, from: fc.nat(3), to: fc.integer({ min: 4, max: 7 }) })
  const cases = fc.record({
    price: fc.array(fc.integer({ min: -20, max: 40 }), { minLength: 4, maxLength: 7 }),
    limitKw: fc.integer({ min: 3, max: 8 }),
    first: task,
    second: task,
    gap: fc.nat(2),
  })
  fc.assert(
    fc.property(cases, ({ price, limitKw, first, second, gap }) => {
      const expected = cheapestPair(price, limitKw, first, second, gap)
      const asset = (id: string, { profile: kw, from, to }: Task, after?: { assetId: string; gapHours: number }) =>
        block({
          id, profileKw: [...kw], profileStepMinutes: 60, earliest: hourOf(from), latestEnd: hourOf(Math.min(to, price.length)),
          ...(after && { after }),
        }) // prettier-ignore
      const assets = [asset('a', first), asset('b', second, { assetId: 'a', gapHours: gap })]
      const result = exactly(siteOf(price.length, [...assets, grid(price, { importLimitKw: limitKw })]))
      if (expected === Infinity) assert.equal(result.status, 'relaxed')
      else near(result.objective, expected, 1e-6)
    }),
    { numRuns: 250 },
  )
})

/** Cheapest sum over all patterns of a load that is on or off. */
function cheapestPattern(price: readonly number[], hoursOn: number, maxStarts: number, minOn: number): number {
  let least = Infinity
  for (let bits = 0; bits < 2 ** price.length; bits++) {
    const on = price.map((_, t) => (bits >> t) & 1)
    const runs = on.join('').split('0').filter((run) => run !== '') // prettier-ignore
    const short = runs.some((run) => run.length < minOn)
    const count = on.reduce((sum, is) => sum + is, 0)
    if (count !== hoursOn || runs.length > maxStarts || short) continue
    least = Math.min(least, price.reduce((sum, value, t) => sum + on[t] * value, 0)) // prettier-ignore
  }
  return least
}

test('a load with starts and hours on costs what going through all patterns finds', () => {
  const cases = fc.record({
    price: fc.array(fc.integer({ min: -20, max: 40 }), { minLength: 3, maxLength: 8 }),
    hoursOn: fc.integer({ min: 0, max: 5 }),
    maxStarts: fc.integer({ min: 1, max: 3 }),
    minOn: fc.nat(3),
  })
  fc.assert(
    fc.property(cases, ({ price, hoursOn, maxStarts, minOn }) => {
      const expected = cheapestPattern(price, hoursOn, maxStarts, minOn)
      const pump = interruptible({
        powerKw: 1, minPowerKw: 1, energyKwh: hoursOn, maxStarts, minOnHours: minOn, latestEnd: hourOf(price.length),
      }) // prettier-ignore
      const result = exactly(siteOf(price.length, [pump, grid(price)]))
      if (expected === Infinity) assert.equal(result.status, 'relaxed')
      else near(result.objective, expected, 1e-6)
    }),
    { numRuns: 150 },
  )
})

test('splitting every step in two never costs more', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }), (price) => {
      const assets = [block(), interruptible()]
      const coarse = exactly(siteOf(4, [...assets, grid(price)])).objective as number
      const halves = price.flatMap((value) => [value, value])
      const fine = exactly(siteOf(8, [...assets, grid(halves)], 30)).objective as number
      assert.ok(fine <= coarse + 1e-6, `${fine} is more than ${coarse}`)
    }),
    { numRuns: 20 },
  )
})

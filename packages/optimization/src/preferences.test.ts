import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { plan, within } from './planned-sites.ts'
import { battery, grid, load, pv, siteOf } from './sites.ts'

const near = within(1e-3)
const lossless = { chargeEfficiency: 1, dischargeEfficiency: 1 }
type Preference = NonNullable<NonNullable<OptimizeRequest['objective']>['preferences']>[number]
const wanting = (request: OptimizeRequest, ...preferences: Preference[]): OptimizeResult =>
  plan({ ...request, objective: { preferences } })

test('of two hours at one price the earlier one charges, and the cost stays what it was', () => {
  const site = siteOf(3, [battery({ ...lossless, maxDischargeKw: 5 }), grid([0.1, 0.1, 0.3])])
  const result = wanting(site, 'earlier-charging')
  near(result.schedules['battery']['chargeKw'][0], 5, 0.01)
  near(result.objective, plan(site).objective ?? NaN)
})

test('a battery that nothing pays does not cycle', () => {
  const site = siteOf(4, [battery({ ...lossless, startSoc: 0.5, endValuePerKwh: 0.1 }), grid(0.1)])
  const moved = wanting(site, 'less-cycling').schedules['battery']['dischargeKw']
  near(moved.reduce<number>((sum, kw) => sum + (kw ?? 0), 0), 0, 0.01) // prettier-ignore
})

test('what must be curtailed is curtailed late', () => {
  // 4 kWh of surplus meet 2 kWh of room in store.
  const store = battery({ ...lossless, capacityKwh: 2, maxDischargeKw: 0, endValuePerKwh: 0.1 })
  const site = siteOf(2, [pv([2, 2]), store, grid(0, { exportLimitKw: 0 })])
  near(wanting(site, 'later-curtailing').schedules['pv']['curtailedKw'][1], 2, 0.01)
})

test('a flat grid spreads what could come at once', () => {
  const site = siteOf(2, [battery({ ...lossless, endSocMin: 0.4, maxDischargeKw: 0 }), load(0), grid([0.1, 0.1])])
  const { powerKw } = wanting(site, 'flat-grid').schedules['grid']
  near(powerKw[0], 2, 0.01)
  near(powerKw[1], 2, 0.01)
})

test('a plan from before is a start, and a limit of nodes stops every run alike', () => {
  const prices = Array.from({ length: 24 }, (_, t) => (t % 5 === 0 ? -0.1 : 0.1 + (t % 3) / 10))
  const site = siteOf(24, [battery({ startSoc: 0.5 }), load(1), grid(prices)])
  const first = plan(site)
  const again = plan({ ...site, previous: { horizon: site.horizon, schedules: first.schedules } })
  near(again.objective, first.objective ?? NaN, 1e-6)
  assert.equal(again.statistics.warmStart, true)
  const limited = { ...site, solver: { nodeLimit: 1, relativeGap: 0 } }
  assert.deepEqual(plan(limited).schedules, plan(limited).schedules)
  assert.equal(plan(limited).deterministic, true)
})

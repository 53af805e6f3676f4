// The requests of examples/optimize, each with one fact that follows from its numbers by hand.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { near, plan } from './planned-sites.ts'
import { numbersOf } from './published-columns.ts'

const FOLDER = new URL('../../../examples/optimize/', import.meta.url)

function planned(name: string, status: OptimizeResult['status'] = 'optimal'): OptimizeResult {
  const result = plan(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as OptimizeRequest)
  assert.equal(result.status, status)
  assert.equal(result.verifier.passed, true)
  return result
}
const column = ({ schedules }: OptimizeResult, id: string, name: string): number[] => [
  ...numbersOf(schedules[id][name]),
]
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

const FACTS: Readonly<Record<string, () => void>> = {
  'battery-arbitrage': () => {
    const result = planned('battery-arbitrage')
    // Two full cycles: 10 / 0.95 kWh bought at 0.10 and at 0.06, 9.5 kWh sold at 0.24 and at 0.34, 19 kWh of wear.
    near(result.objective, (10 / 0.95) * (0.1 + 0.06) - 9.5 * (0.24 + 0.34) + 19 * 0.02)
    // Without the morning the first cycle is gone: what it earned is what resting costs.
    near(result.counterfactuals?.[0].costDelta, 9.5 * 0.24 - (10 / 0.95) * 0.1 - 9.5 * 0.02)
  },
  home: () => {
    const result = planned('home')
    const chargeKw = column(result, 'car', 'chargeKw')
    near(total(chargeKw), (0.5 * 60) / 0.92) // from 30 to 80 % of 60 kWh
    assert.ok(chargeKw.every((kw) => kw < 1e-6 || (kw > 4.2 - 1e-6 && kw < 11 + 1e-6)))
    const temperatureC = column(result, 'rooms', 'temperatureC')
    assert.ok(temperatureC.every((celsius) => celsius > 20 - 1e-6 && celsius < 23 + 1e-6))
    near(temperatureC.at(-1), 20) // warmth beyond the horizon is worth nothing here
  },
  'chp-heat-store': () => {
    const result = planned('chp-heat-store')
    // At 0.10 a full hour makes 40 · 0.10 + 10 · 0.06 + 70 · 0.08 / 0.9 = 10.82 for 11.50: it runs in the dear hours alone.
    assert.deepEqual(column(result, 'chp', 'powerKw'), [0, 0, 0, 0, 0, 0, 50, 50, 50, 50, 0, 0])
    // Imports 8 · 40 · 0.10, exports 4 · 10 · 0.35, four hours at 5.50 + 30 · 0.20, a cold start, 140 kWh from the boiler,
    // and 60 kWh more in the tank at 0.05.
    near(result.objective, 32 - 14 + 46 + 15 + (140 / 0.9) * 0.08 - 60 * 0.05)
  },
  'portfolio-peak': () => {
    const result = planned('portfolio-peak')
    const sumKw = column(result, 'works-grid', 'powerKw').map(
      (kw, t) => kw + column(result, 'depot-grid', 'powerKw')[t],
    )
    // Peaks of 200 and 220 kW; both batteries hold 80 kWh, of which 72 arrive: (200 + 220 − 72) / 2.
    near(Math.max(...sumKw), 174)
    near(result.costs.find(({ line }) => line === 'demand')?.amount, 10 * (174 - 150))
  },
  'fcr-battery': () => {
    const result = planned('fcr-battery')
    // Half full with 200 kWh, half an hour at R / 0.95 upward: R ≤ 380; downward 421 would fit.
    assert.ok(column(result, 'fcr', 'offerKw').every((kw) => Math.abs(kw - 380) < 1e-6))
    near(result.objective, -380 * 4 * (0.012 + 0.01))
  },
  contradiction: () => {
    const result = planned('contradiction', 'relaxed')
    // 30 kWh are asked for; 8 kW are left beside the house for 3 h, of which 95 % arrive.
    near(result.relaxations[0].amount, 30 - 8 * 3 * 0.95, 1e-5)
    assert.deepEqual(result.conflicts?.map(({ assetId }) => assetId), ['house', 'car']) // prettier-ignore
  },
  risk: () => {
    const result = planned('risk')
    // At once 2.00 for sure; an hour later 1.75 in the mean, and 4.00 in the worst quarter: ½ · 1.75 + ½ · 4.00 > 2.00.
    assert.deepEqual(column(result, 'laundry', 'powerKw'), [10, 0])
    near(result.risk?.expected, 2)
    near(result.risk?.cvar, 2)
    near(result.risk?.priceOfSafety, 2 - 1.75)
  },
}

for (const [name, fact] of Object.entries(FACTS)) test(`the example ${name} costs and does what its numbers say`, fact)

test('every example has its fact', () => {
  const names = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
  assert.deepEqual(names.map((file) => file.replace('.json', '')).sort(), Object.keys(FACTS).sort()) // prettier-ignore
})

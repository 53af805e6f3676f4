import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { plan } from '../planned-sites.ts'
import { battery, grid, load, siteOf } from '../sites.ts'

const frontOf = (request: OptimizeRequest): NonNullable<OptimizeResult['paretoFront']> =>
  plan(request).paretoFront ?? []

test('less CO₂ costs more: 1 kWh bought in the cheap dirty hour or in the dear clean one', () => {
  const store = battery({ capacityKwh: 1, chargeEfficiency: 1, dischargeEfficiency: 1 })
  const site = siteOf(2, [load([0, 1]), store, grid([0.1, 0.2], { co2KgPerKwh: [1, 0.2] })])
  const front = frontOf({ ...site, explain: { paretoPoints: 3 } })
  const rounded = front.map(({ co2Kg, cost }) => [co2Kg, cost].map((value) => Math.round(value * 1e4) / 1e4))
  assert.deepEqual(rounded, [[0.2, 0.2], [0.6, 0.15], [1, 0.1]]) // prettier-ignore
})

test('along the front the cost never falls with less CO₂', () => {
  const prices = [0.1, 0.3, 0.2, 0.4, 0.15, 0.35]
  const dirt = [0.9, 0.2, 0.5, 0.1, 0.8, 0.3]
  const site = siteOf(6, [load([1, 2, 1, 3, 1, 2]), battery({ startSoc: 0.3 }), grid(prices, { co2KgPerKwh: dirt })])
  const front = frontOf({ ...site, explain: { paretoPoints: 6 } })
  assert.equal(front.length, 6)
  for (const [k, { co2Kg, cost }] of front.entries())
    if (k > 0) assert.ok(co2Kg >= front[k - 1].co2Kg - 1e-6 && cost <= front[k - 1].cost + 0.02, `${co2Kg} ${cost}`)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { heatLoad, heatPump, tank } from '../heat-sites.ts'
import { near, plan } from '../planned-sites.ts'
import { battery, grid, load, siteOf } from '../sites.ts'

const two = { scenarios: 2, seed: 1, nowSteps: 0, cvarLevel: 0.5 }

test('scenarios that cost 0 and 10 are told with their mean of 5 and a CVaR of 10', () => {
  const request = siteOf(1, [load(0), grid(0.1)])
  const unsure = { ...request.assets[0], powerKw: { scenarios: [[0], [100]] } } as OptimizeRequest['assets'][number]
  const { risk } = plan({ ...request, assets: [unsure, request.assets[1]], uncertainty: { ...two, cvarWeight: 0.2 } })
  assert.deepEqual(risk?.scenarios, [{ probability: 0.5, cost: 0 }, { probability: 0.5, cost: 10 }]) // prettier-ignore
  near(risk.expected, 5)
  near(risk.cvar, 10)
  near(risk.priceOfSafety, 0) // nothing can be decided
})

/** Buy now at 0.10 for an hour that pays 0 or 0.50; with 5 kW the bet is 0.50 against 2.50. */
const bet = (cvarWeight: number): OptimizeRequest => ({
  ...siteOf(2, [
    battery({ chargeEfficiency: 1, dischargeEfficiency: 1 }),
    { ...grid(0), importPricePerKwh: { scenarios: [[0.1, 0], [0.1, 0.5]] }, exportPricePerKwh: { scenarios: [[0.1, 0], [0.1, 0.5]] } },
  ]),
  uncertainty: { ...two, nowSteps: 1, cvarWeight },
}) // prettier-ignore

test('who does not mind risk takes the bet, who minds only the worst half does not, and safety has its price', () => {
  const bold = plan(bet(0))
  assert.deepEqual(bold.schedules['battery']['chargeKw'][0], 5)
  near(bold.risk?.expected, -0.75) // 0.50 − (0 + 2.50) / 2
  assert.equal(bold.risk?.priceOfSafety, null)
  const careful = plan(bet(1))
  near(careful.schedules['battery']['chargeKw'][0], 0)
  near(careful.risk?.cvar, 0)
  near(careful.risk?.priceOfSafety, 0.75)
})

test('what is decided later may differ, what is decided now may not', () => {
  const { risk } = plan({ ...bet(0), uncertainty: { ...two, nowSteps: 0, cvarWeight: 0 } })
  near(risk?.expected, -1) // with foresight it buys only where the price rises: (0 − 2.00) / 2
})

test('after what is decided now each scenario goes its own way', () => {
  const scenarios = [[0.1, 0, 0.5], [0.1, 0.5, 0]] // prettier-ignore
  const store = battery({ chargeEfficiency: 1, dischargeEfficiency: 1 })
  const site = siteOf(3, [store, { ...grid(0), importPricePerKwh: { scenarios }, exportPricePerKwh: { scenarios } }])
  const { risk } = plan({ ...site, uncertainty: { ...two, nowSteps: 1, cvarWeight: 0 } })
  near(risk?.expected, -2) // 5 kWh bought for 0.50 are sold for 2.50: in one scenario at once, in the other an hour later
})

test('heat that is needed otherwise than thought is taken from the store, while the heat pump keeps to its plan', () => {
  const needs = { scenarios: [[2, 2], [5, 5]] } // prettier-ignore
  const assets = [heatPump(), tank({ startKwh: 5 }), { ...heatLoad(0), powerKw: needs }, grid([0.1, 0.4])]
  const result = plan({ ...siteOf(2, assets), uncertainty: { ...two, nowSteps: 2 } })
  assert.equal(result.status, 'optimal')
  near(result.risk?.scenarios[0].cost, (5 / 3) * 0.1) // 10 kWh are needed at most, 5 are there
  near(result.risk?.scenarios[1].cost, (5 / 3) * 0.1)
})

test('quantiles become scenarios, the same for the same seed; the plan keeps its limits on the median', () => {
  const forecasts = { house: { quantiles: { p10: [1, 1, 2, 4], p50: [2, 2, 3, 6], p90: [3, 4, 5, 9] } } }
  const site = siteOf(4, [load(0), battery({ startSoc: 0.4 }), grid([0.1, 0.2, 0.4, 0.3], { importLimitKw: 7 })])
  const assets = [{ ...site.assets[0], powerKw: 'house' } as OptimizeRequest['assets'][number], ...site.assets.slice(1)]
  const request = { ...site, forecasts, assets, uncertainty: { scenarios: 8, seed: 3, nowSteps: 1 } }
  const result = plan(request)
  assert.ok(result.verifier.passed)
  assert.equal(result.status, 'optimal')
  assert.equal(result.risk?.scenarios.length, 8)
  assert.deepEqual(plan(request).risk, result.risk)
  assert.notDeepEqual(plan({ ...request, uncertainty: { ...request.uncertainty, seed: 4 } }).risk, result.risk)
})

test('quantiles that cross are refused at the profile', () => {
  const forecasts = { house: { quantiles: { p10: [3], p50: [2] } } }
  const site = siteOf(1, [load(0), grid(0.1)])
  const assets = [{ ...site.assets[0], powerKw: 'house' } as OptimizeRequest['assets'][number], site.assets[1]]
  assert.throws(
    () => plan({ ...site, forecasts, assets, uncertainty: two }),
    (error) => error instanceof Failure && error.code === 'QUANTILES_CROSS' && error.pointer === '/forecasts/house',
  )
})

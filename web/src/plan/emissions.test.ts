import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeAsset } from '@omarino/contracts'
import { emits, emittedKg, frontSteps, moneyOf } from './emissions.ts'
import { request, resultWith } from './sample-plan.ts'

const withGrid = (co2KgPerKwh: unknown) => ({
  ...request,
  assets: request.assets.map((asset) => (asset.type === 'grid' ? ({ ...asset, co2KgPerKwh } as OptimizeAsset) : asset)),
})
const boiler = { id: 'boiler', type: 'boiler', heatNode: 'h', maxHeatKw: 9, efficiency: 0.9, fuelPricePerKwh: 0.1, co2KgPerKwh: 0.2 } as const // prettier-ignore
const machine = { id: 'chp', type: 'generator', co2KgPerKwh: 0.6, heat: { powerLossPerHeat: 0.1 } } as unknown as OptimizeAsset // prettier-ignore

test('a site emits when its grid, a fuel or a machine is told to, at any hour', () => {
  assert.equal(emits(request), false)
  assert.equal(emits(withGrid(0)), false)
  assert.equal(emits(withGrid([0, 0.4])), true)
  assert.equal(emits(withGrid({ quantiles: { p50: [0, 0.4] } })), true)
  assert.equal(emits({ ...request, assets: [...request.assets, boiler] }), true)
  assert.equal(emits({ ...request, assets: [...request.assets, machine] }), true)
})

test('what is bought counts by the hour it is bought in, what is sold takes nothing away', () => {
  assert.equal(emittedKg(withGrid([0.5, 0.4]), resultWith()), 1.5) // 3 kWh bought at 0.5; the second hour sells 2 kWh
  assert.equal(emittedKg(withGrid(0.4), resultWith()).toFixed(6), '1.200000')
})

test('a boiler counts its fuel, a machine its power, what of it is spilled and what its heat takes away', () => {
  const assets = [boiler, machine]
  const schedules = { boiler: { heatKw: [9, 0], fuelKw: [10, 0] }, chp: { powerKw: [5, 0], spilledKw: [1, 0], heatKw: [8, 0], dumpedKw: [2, 0] } } // prettier-ignore
  const kg = emittedKg({ ...request, assets }, resultWith({ schedules }))
  assert.equal(kg.toFixed(6), '6.200000') // 10 · 0.2 + (5 + 1 + 0.1 · 10) · 0.6
})

test('money leaves out the weights that a plan was chosen by', () => {
  const costs = [{ line: 'grid.import', assetId: 'grid', amount: 3 }, { line: 'co2', assetId: null, amount: 1 }, { line: 'weight.co2', assetId: null, amount: 7 }] // prettier-ignore
  assert.equal(moneyOf(resultWith({ costs: costs })), 4)
})

test('a front is told from its dirtiest point on, with what each tonne on the way to the next costs', () => {
  const status = 'optimal'
  const steps = frontSteps([{ co2Kg: 10, cost: 8, status }, { co2Kg: 20, cost: 3, status }, { co2Kg: 30, cost: 1, status }, { co2Kg: 30, cost: 2, status }]) // prettier-ignore
  assert.deepEqual(
    steps.map(({ co2Kg, cost, perTonne }) => [co2Kg, cost, perTonne]),
    [[30, 1, null], [30, 2, null], [20, 3, 100], [10, 8, 500]], // (3 − 2) / 10 kg and (8 − 3) / 10 kg, per tonne
  ) // prettier-ignore
})

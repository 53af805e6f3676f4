import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PowerLane } from './report-data.ts'
import { SAMPLE } from './sample-report.ts'
import { stackPower } from './stack.ts'

test('supply stands above zero, use below, and a lane without any power is left out', () => {
  const { lanes, loadKw } = stackPower(SAMPLE.power)
  assert.deepEqual(lanes.map(({ name, kw }) => [name, kw]), [
    ['PV', [0, 20, 15, 7.5]],
    ['Battery discharge', [0, 5, 5, 0]],
    ['Grid import', [30, 0, 0, 12.5]],
    ['Battery charge', [-10, 0, 0, 0]],
    ['Grid export', [0, -5, 0, 0]],
  ]) // prettier-ignore
  assert.deepEqual(loadKw, [20, 20, 20, 20])
})

test('two batteries of which one charges the other both show', () => {
  const battery = (assetId: string, powerKw: number[]): PowerLane => ({ assetId, type: 'battery', powerKw })
  const { lanes } = stackPower([battery('a', [5]), battery('b', [-3])])
  assert.deepEqual(lanes.map(({ name, kw }) => [name, ...kw]), [['Battery discharge', 5], ['Battery charge', -3]]) // prettier-ignore
})

const kw = fc.double({ min: -1e4, max: 1e4, noNaN: true })
const sites = fc.integer({ min: 1, max: 6 }).chain((steps) =>
  fc.array(fc.record({
    assetId: fc.string(), type: fc.constantFrom('pv' as const, 'wind' as const, 'battery' as const),
    powerKw: fc.array(kw, { minLength: steps, maxLength: steps }),
  }), { maxLength: 5 }).map((lanes) => ({ steps, lanes }))) // prettier-ignore

test('the signed sum of the lanes is the load at every step of any balanced site', () => {
  fc.assert(fc.property(sites, fc.array(kw, { minLength: 6, maxLength: 6 }), ({ steps, lanes }, loads) => {
    const load = loads.slice(0, steps).map(Math.abs)
    const gridKw = load.map((value, i) => value - lanes.reduce((sum, lane) => sum + lane.powerKw[i], 0)) // the grid balances
    const stack = stackPower([...lanes, { assetId: 'grid', type: 'grid', powerKw: gridKw }, { assetId: 'load', type: 'load', powerKw: load }])
    for (let i = 0; i < steps; i++) {
      const sum = stack.lanes.reduce((total, lane) => total + lane.kw[i], 0)
      assert.ok(Math.abs(sum - stack.loadKw[i]) < 1e-6, `${sum} is not ${stack.loadKw[i]}`)
    }
  })) // prettier-ignore
})

test('a site without anything has no lanes', () => {
  assert.deepEqual(stackPower([]), { lanes: [], loadKw: [] })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPlant, type Plant } from '../plant/plant.ts'
import { battery, grid, pv, load, siteOf } from '../sites.ts'
import { stepsWithoutProof } from './exclusivity.ts'
import { idleEnergyKwh, withinReach } from './reach.ts'
import { assetsOf } from '../plant/plant.ts'

const plantOf = (...args: Parameters<typeof siteOf>): Plant => readPlant(siteOf(...args))

test('a band that the charger can reach in time is within reach, a step sooner it is not', () => {
  const band = (socMin: number[]): Plant => plantOf(2, [battery({ chargeEfficiency: 1, socMin }), grid(0)])
  assert.equal(withinReach(band([0.5, 1])), true) // 5 kW for one hour, then another
  assert.equal(withinReach(band([0.6, 1])), false)
})

test('a start above the band that cannot be emptied in time is out of reach', () => {
  assert.equal(withinReach(plantOf(1, [battery({ startSoc: 1, socMax: 0.4 }), grid(0)])), false) // 5 kW · 1 h / 0.9 leaves 4.4
  assert.equal(withinReach(plantOf(1, [battery({ startSoc: 1, socMax: 0.45 }), grid(0)])), true)
})

test('an idle battery loses its share every hour', () => {
  const [store] = assetsOf(plantOf(2, [battery({ startSoc: 1, selfDischargePerHour: 0.5 })]), 'battery')
  assert.deepEqual([...idleEnergyKwh(store)], [5, 2.5])
})

test('binaries are needed where the price is negative or the export price higher, and nowhere else', () => {
  const plain = plantOf(3, [battery(), grid([0.1, 0, 0.2])])
  assert.ok(stepsWithoutProof(plain).every((steps) => steps.every((step) => step === 0)))
  const odd = plantOf(3, [battery(), grid([0.1, -0.1, 0.2], { exportPricePerKwh: [0.1, -0.1, 0.3] })])
  assert.deepEqual(stepsWithoutProof(odd).map((steps) => [...steps]), [[0, 1, 0], [0, 0, 1]]) // prettier-ignore
})

test('generation that cannot be refused and does not fit the export limit breaks the proof', () => {
  const site = (curtailable: boolean): Plant =>
    plantOf(2, [battery(), pv([4, 9], { curtailable }), load(2), grid(0.1, { exportLimitKw: 3 })])
  assert.deepEqual([...stepsWithoutProof(site(true))[0]], [0, 0])
  assert.deepEqual([...stepsWithoutProof(site(false))[0]], [0, 1]) // 9 − 2 > 3
})

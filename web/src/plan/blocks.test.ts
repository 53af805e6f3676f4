import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blocksOf, isUp, stripsOf, sumsOf } from './blocks.ts'
import { request, resultWith } from './sample-plan.ts'

test('a block ends where the power does, and its mean weighs steps by their length', () => {
  // 2 kW for 1 h and 5 kW for ½ h: 4.5 kWh in 1.5 h, 3 kW; noise of the solver and a gap start no block.
  const blocks = blocksOf(Float64Array.of(2, 5, 0.001, NaN, 4), Float64Array.of(1, 0.5, 1, 1, 1), 'charges')
  assert.deepEqual(blocks, [
    { doing: 'charges', from: 0, to: 2, energyKwh: 4.5, meanKw: 3 },
    { doing: 'charges', from: 4, to: 5, energyKwh: 4, meanKw: 4 },
  ])
})

test('blocks hold all the energy, do not touch, and rise', () => {
  const powers = fc.array(fc.constantFrom<number>(0, 1, 2.5), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(powers, (kw) => {
      const blocks = blocksOf(Float64Array.from(kw), new Float64Array(kw.length).fill(0.25), 'runs')
      const energyKwh = blocks.reduce((sum, block) => sum + block.energyKwh, 0)
      assert.ok(Math.abs(energyKwh - kw.reduce((sum, one) => sum + one, 0) / 4) < 1e-9)
      for (const [i, { from, to }] of blocks.entries()) assert.ok(from < to && from > (blocks[i - 1]?.to ?? -1))
    }),
  )
})

test('only what could do otherwise has a strip, with its overrides', () => {
  const pins = [{ id: 'x', assetId: 'b', from: '2026-01-01T01:00:00Z', to: '2026-01-01T02:00:00Z', powerKw: 0 }]
  const strips = stripsOf({ ...request, pins }, resultWith())
  assert.deepEqual(
    strips.map(({ assetId }) => assetId),
    ['b'],
  )
  assert.deepEqual(strips[0].blocks, [{ doing: 'charges', from: 0, to: 1, energyKwh: 2, meanKw: 2 }])
  assert.equal(strips[0].held[0].toMs - strips[0].held[0].fromMs, 3_600_000)
})

test('a fuel boiler draws no power and is seen by its heat; what takes stands below the line', () => {
  const boiler = { id: 'k', type: 'boiler', heatNode: 'h', maxHeatKw: 9, efficiency: 1, electric: false, fuelPricePerKwh: 0.1 } as const // prettier-ignore
  const schedules = { k: { powerKw: [0, 0], heatKw: [0, 6], fuelKw: [0, 6], on: [0, 1] } }
  const [strip] = stripsOf({ ...request, assets: [boiler] }, resultWith({ schedules }))
  assert.deepEqual(sumsOf(strip.blocks), [['runs', 6]])
  assert.deepEqual([isUp('delivers'), isUp('generates'), isUp('runs'), isUp('heats')], [true, true, false, false])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { boiler, heatLoad, tank } from './heat-sites.ts'
import { checkSchedule, settle } from './index.ts'
import { exactly as plan, near } from './planned-sites.ts'
import { generator, grid, load, siteOf } from './sites.ts'

const free = { startCosts: [] }
const backpressure = (change: Partial<Parameters<typeof generator>[0]> = {}, dump = false) =>
  generator({ ...free, heat: { heatNode: 'warm', ratio: 1.5, dump }, ...change })
const extraction = generator({ ...free, heat: { heatNode: 'warm', powerLossPerHeat: 0.2, maxHeatKw: 12, dump: false } })

test('a backpressure machine is led by heat: its electricity follows, and heat is worth what the boiler asks', () => {
  const result = plan(siteOf(2, [backpressure(), heatLoad([9, 12]), boiler(0.09), load(10), grid(0.15)]))
  // 6 and 8 kW of electricity: 0.4 + 0.2 per kWh above 2 kW; a kWh and its 1.5 kWh of heat are worth 0.15 + 1.5 · 0.10
  assert.deepEqual(result.schedules['generator']['powerKw'], [6, 8])
  assert.deepEqual(result.schedules['generator']['heatKw'], [9, 12])
  near(result.objective, 0.4 + 0.8 + 4 * 0.15 + (0.4 + 1.2 + 2 * 0.15))
  const { text } = result.explanations.find(({ assetId }) => assetId === 'generator') ?? { text: '' }
  assert.match(text, /makes 14.0 kWh from 00:00 to 02:00, because a kWh is worth 0.15 EUR here and it makes one for/)
})

test('heat is dumped only where that is allowed, and bends a limit where it is not', () => {
  const site = (dump: boolean): OptimizeRequest =>
    siteOf(1, [backpressure({}, dump), heatLoad(3), load(10), grid(1, { importLimitKw: 2 })])
  const dumped = plan(site(true))
  assert.deepEqual(dumped.schedules['generator']['dumpedKw'], [12]) // 10 kW make 15 kW of heat, 3 are needed
  assert.equal(dumped.status, 'optimal')
  const bent = plan(site(false))
  assert.equal(bent.status, 'relaxed')
  near(
    bent.relaxations.reduce((sum, { amount }) => sum + amount, 0),
    6,
  ) // 8 kW are needed: 12 − 3 = 9, or 2 kW heat-led and 6 shed
})

test('a held machine that nobody takes heat from says so', () => {
  const state = { on: true, sinceHours: 0, powerKw: 2 }
  const result = plan(siteOf(2, [backpressure({ minUpHours: 1, state }), heatLoad(0), grid(0.1)]))
  near(result.relaxations[0].amount, 3) // 2 kW · 1.5 for an hour
  assert.match(
    result.relaxations[0].text,
    /makes heat that "warm" has no use for from 00:00 to 01:00: 3.0 kWh too much/,
  )
})

test('extracted heat costs the electricity that it takes away, in fuel and below the maximum', () => {
  const alone = plan(siteOf(1, [extraction, heatLoad(10), load(4), grid(0.5, { importLimitKw: 0, exportLimitKw: 0 })]))
  near(alone.objective, 0.4 + 0.2 * (2 + 2)) // 4 kW and 10 · 0.2 fired, 2 of them at the minimum
  const full = plan(siteOf(1, [extraction, heatLoad(10), grid(0.5)]))
  assert.deepEqual(full.schedules['generator']['powerKw'], [8]) // 10 fired
  near(full.objective, 0.4 + 1.6 - 4)
  const most = plan(siteOf(1, [extraction, heatLoad(13), boiler(0.9), grid(0.5)]))
  assert.deepEqual(most.schedules['generator']['heatKw'], [12])
  assert.deepEqual(most.schedules['boiler']['heatKw'], [1])
})

test('a machine that alone can heat runs in the baseline too', () => {
  const result = plan(siteOf(2, [backpressure(), heatLoad([6, 0]), load(3), grid(0.1)]))
  near(result.baselines.idle, 0.4 + 0.4 - 0.1 + 0.3) // 4 kW for 6 kW of heat, 1 kW sold
})

test('emissions are those of the fuel that is burnt, extracted heat included', () => {
  const machine = { ...extraction, co2KgPerKwh: 0.5 }
  const site = siteOf(1, [machine, heatLoad(10), load(4), grid(0.5, { importLimitKw: 0, exportLimitKw: 0 })])
  const result = plan({ ...site, co2: { pricePerKg: 0.1 } })
  near(result.costs.find(({ line }) => line === 'co2')?.amount, 6 * 0.5 * 0.1)
})

test('whatever heat is asked for, the schedule passes and costs the same when followed', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const uniform = seededRandom(seed)
      const series = (high: number): number[] => Array.from({ length: 6 }, () => high * uniform())
      const dump = uniform() < 0.5
      const heat = uniform() < 0.5 ? { ratio: 1 + uniform() } : { powerLossPerHeat: 0.3 * uniform(), maxHeatKw: 8 }
      const segments = [{ sizeKw: 4, pricePerKwh: 0.1 + 0.2 * uniform() }, { sizeKw: 4, pricePerKwh: 0.1 + 0.2 * uniform() }] // prettier-ignore
      const limits = uniform() < 0.5 ? { startLimitKw: 2 + 6 * uniform(), stopLimitKw: 2 + 6 * uniform(), rampUpKwPerHour: 3, rampDownKwPerHour: 3 } : {} // prettier-ignore
      const machine = generator({ ...limits, costSegments: segments, minUpHours: 2, heat: { heatNode: 'warm', dump, ...heat } }) // prettier-ignore
      const store = uniform() < 0.5 ? [tank({ startKwh: 4 })] : []
      const request = siteOf(6, [
        machine,
        heatLoad(series(10)),
        boiler(0.2),
        ...store,
        load(series(8)),
        grid(series(0.5)),
      ])
      const result = plan(request)
      assert.deepEqual(checkSchedule(request, result).faults, [], `${seed}`)
      assert.equal(result.status, 'optimal', `${seed}`)
      const { cost } = settle(request, result.schedules)
      assert.ok(Math.abs(cost - (result.objective ?? NaN)) < 1e-6, `${seed}: ${cost} is not ${result.objective}`)
      for (const baseline of [result.baselines.idle, result.baselines.rule])
        assert.ok(baseline === null || (result.objective ?? NaN) <= baseline + 1e-6, `${seed}`)
    }),
    { numRuns: 60 },
  )
})

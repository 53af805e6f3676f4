import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSchedule, settle } from './index.ts'
import { exactly as plan, near } from './planned-sites.ts'
import { battery, generator, grid, load, siteOf } from './sites.ts'

const running = { on: true, sinceHours: 100, powerKw: 4 }
const shut = grid(0, { importLimitKw: 0, exportLimitKw: 0 })

test('start costs decide which machine serves a load, as in PyPSA test_start_up_costs', () => {
  const coal = generator({
    id: 'coal', minPowerKw: 1000, maxPowerKw: 10_000, noLoadCostPerHour: 20_000,
    costSegments: [{ sizeKw: 9000, pricePerKwh: 20 }], startCosts: [{ offHours: 0, cost: 3000 }],
  }) // prettier-ignore
  const gas = generator({
    id: 'gas', minPowerKw: 0, maxPowerKw: 10_000, noLoadCostPerHour: 0, costSegments: [{ sizeKw: 10_000, pricePerKwh: 70 }],
    startCosts: [{ offHours: 0, cost: 1000 }], state: running,
  }) // prettier-ignore
  const result = plan(siteOf(4, [load([4000, 6000, 5000, 800]), coal, gas]))
  near(result.objective, 359_000) // coal starts and runs three hours, 15,000 kWh for 20; gas makes 800 kWh for 70
  assert.deepEqual(result.schedules['coal']['on'], [1, 1, 1, 0])
  assert.equal(result.status, 'optimal')
})

test('stop costs decide which machine serves a load, as in PyPSA test_shut_down_costs', () => {
  const coal = generator({
    id: 'coal', minPowerKw: 3000, maxPowerKw: 10_000, noLoadCostPerHour: 60_000,
    costSegments: [{ sizeKw: 7000, pricePerKwh: 20 }], startCosts: [], shutdownCost: 1000, state: running,
  }) // prettier-ignore
  const gas = generator({
    id: 'gas', minPowerKw: 100, maxPowerKw: 1000, noLoadCostPerHour: 7000, costSegments: [{ sizeKw: 900, pricePerKwh: 70 }],
    startCosts: [], shutdownCost: 1000, state: running,
  }) // prettier-ignore
  near(plan(siteOf(4, [load([4000, 6000, 5000, 800]), coal, gas])).objective, 358_000)
})

test('a machine starts only where the spread pays the start back, and says so', () => {
  // 10 kW for two hours at 0.40, made for (0.4 + 8 · 0.2) / 10 = 0.20: 4.00 more than the start of 1.00
  const site = siteOf(4, [generator(), load(10), grid([0.15, 0.4, 0.4, 0.15])])
  const result = plan(site)
  near(result.objective, 1.5 + 4 + 1 + 1.5)
  assert.deepEqual(result.schedules['generator']['startUp'], [0, 1, 0, 0])
  assert.deepEqual(result.explanations.map(({ text }) => text), [
    'generator "generator" makes 20.0 kWh from 01:00 to 03:00, because a kWh is worth 0.40 EUR here and it makes one for 0.20; the start for 1.00 is paid back at 02:00',
  ]) // prettier-ignore
  const dear = siteOf(4, [
    generator({ startCosts: [{ offHours: 0, cost: 4.1 }] }),
    load(10),
    grid([0.15, 0.4, 0.4, 0.15]),
  ])
  near(plan(dear).objective, 1.5 + 8 + 1.5)
  assert.deepEqual(plan(dear).schedules['generator']['on'], [0, 0, 0, 0])
})

test('a start after a short stop is hot, after a long one cold, and a stop before the horizon counts', () => {
  const costs = [{ offHours: 0, cost: 0.5 }, { offHours: 3, cost: 2 }] // prettier-ignore
  const startOf = (sinceHours: number): number | undefined => {
    const machine = generator({ startCosts: costs, state: { on: false, sinceHours, powerKw: 0 } })
    return plan(siteOf(2, [machine, load(10), shut])).costs.find(({ line }) => line === 'start')?.amount
  }
  near(startOf(2.9), 0.5)
  near(startOf(3), 2)
  const gapHours = (hours: number): number | undefined => {
    const machine = generator({ startCosts: costs, state: running })
    const gap = Array<number>(hours).fill(0)
    return plan(siteOf(hours + 2, [machine, load([10, ...gap, 10]), shut])).costs.find(({ line }) => line === 'start')
      ?.amount
  }
  near(gapHours(2), 0.5)
  near(gapHours(3), 2)
})

test('minimum times are hours, however long the steps are', () => {
  const ends = ['00:15', '00:30', '01:00', '02:00', '03:00', '04:00'].map((time) => `2026-01-01T${time}:00Z`)
  const site = siteOf(6, [generator({ minUpHours: 2, startCosts: [] }), grid([1, 0, 0, 0, 0, 0])])
  const result = plan({ ...site, horizon: { start: '2026-01-01T00:00:00Z', stepEnds: ends } })
  assert.deepEqual(result.schedules['generator']['on'], [1, 1, 1, 1, 0, 0]) // on from 00:00 to 02:00
  near(result.objective, (0.4 + 1.6 - 10) * 0.25 + 0.4 * 1.75) // 8 kW above the minimum for a quarter hour
})

test('what ran before must run on, and what stood must stand on', () => {
  const on = { on: true, sinceHours: 1, powerKw: 5 }
  const held = plan(siteOf(4, [generator({ minUpHours: 3, state: on }), grid(0.01)]))
  assert.deepEqual(held.schedules['generator']['on'], [1, 1, 0, 0])
  assert.match(held.explanations[0].text, /switched on before and must stay on until 02:00/)
  const off = { on: false, sinceHours: 1, powerKw: 0 }
  const rest = plan(siteOf(4, [generator({ minDownHours: 3, state: off }), grid(1)]))
  assert.deepEqual(rest.schedules['generator']['on'], [0, 0, 1, 1])
})

test('ramps, start and stop limits shape a run', () => {
  const machine = generator({
    rampUpKwPerHour: 3, rampDownKwPerHour: 4, startLimitKw: 4, stopLimitKw: 5, startCosts: [], shutdownCost: 0,
  }) // prettier-ignore
  const { schedules } = plan(siteOf(6, [machine, grid([-5, 1, 1, 1, 1, -5])]))
  assert.deepEqual(schedules['generator']['on'], [0, 1, 1, 1, 1, 0])
  // start limit 4, then + 3 an hour; down 4 an hour to the stop limit of 5
  assert.deepEqual(schedules['generator']['powerKw'], [0, 4, 7, 9, 5, 0])
})

test('a machine that runs cheaper the higher it runs fills its segments in order', () => {
  const machine = generator({
    costSegments: [{ sizeKw: 4, pricePerKwh: 0.5 }, { sizeKw: 4, pricePerKwh: 0.1 }], startCosts: [], noLoadCostPerHour: 0,
  }) // prettier-ignore
  const at = (kw: number): number | null => plan(siteOf(1, [machine, load(kw), shut])).objective
  near(at(4), 1) // 2 kW of the first segment
  near(at(8), 2.2)
  const sold = plan(siteOf(1, [machine, grid(0.25)])) // alone, the second segment would earn 0.6
  assert.deepEqual(sold.schedules['generator']['powerKw'], [2])
})

test('power that must be made and finds no way out is spilled, told and no reason to fail', () => {
  const state = { on: true, sinceHours: 1, powerKw: 5 }
  const result = plan(siteOf(3, [generator({ minUpHours: 3, state }), load([1, 1, 0]), shut]))
  assert.equal(result.status, 'relaxed')
  assert.deepEqual(result.schedules['generator']['spilledKw'], [1, 1, 0])
  assert.deepEqual(result.relaxations[0].steps, [[0, 2]])
  near(result.relaxations[0].amount, 2)
  assert.match(
    result.relaxations[0].text,
    /must run but its power finds no way out from 00:00 to 02:00: 2.0 kWh too much/,
  )
})

test('a state that cannot come down in time ends in a trip that is told', () => {
  const state = { on: true, sinceHours: 0, powerKw: 9 }
  const outage = plan(siteOf(3, [generator({ minUpHours: 4, state, maxPowerKw: [10, 0, 0] }), load(1), grid(0.1)]))
  assert.equal(outage.status, 'relaxed')
  assert.deepEqual(outage.schedules['generator']['on'], [1, 0, 0])
  assert.match(
    outage.relaxations[0].text,
    /cannot be below 2.0 kW at 01:00 and must stay on until 04:00, 2.0 kW above its maximum/,
  )
  const full = siteOf(3, [generator({ minUpHours: 4, stopLimitKw: 3, state, maxPowerKw: [10, 0, 0] }), grid(0.9)])
  const followed = plan(full)
  assert.deepEqual(followed.schedules['generator']['powerKw'], [10, 0, 0]) // nobody comes down for a trip
  near(settle(full, followed.schedules).cost, followed.objective ?? NaN)
  const slow = plan(siteOf(2, [generator({ rampDownKwPerHour: 2, state, maxPowerKw: 5 }), grid(0.1)]))
  assert.match(slow.relaxations[0].text, /cannot be below 7.0 kW at 00:00, 2.0 kW above its maximum there/)
  const planned = plan(siteOf(3, [generator({ rampDownKwPerHour: 2, state, maxPowerKw: [10, 10, 0] }), grid(0.9)]))
  assert.equal(planned.relaxations[0].kind, 'state') // 9, 7, 5: still 3 kW above its minimum
  const early = plan(siteOf(4, [generator({ rampDownKwPerHour: 2, stopLimitKw: 3, state: { ...state, powerKw: 5 }, maxPowerKw: [10, 10, 10, 0] }), grid(0.9)])) // prettier-ignore
  assert.deepEqual(early.schedules['generator']['powerKw'], [7, 5, 3, 0])
})

test('the baseline leaves a machine off unless the connection is too small or its state holds it', () => {
  const spare = plan(siteOf(3, [generator(), battery(), load([3, 8, 3]), grid(0.1, { importLimitKw: 5 })]))
  near(spare.baselines.idle, 0.3 + 0.5 + 0.3 + 0.4 + 0.2 + 1) // 3 kW of it in the second hour, with a start
  const state = { on: true, sinceHours: 1, powerKw: 5 }
  near(plan(siteOf(2, [generator({ minUpHours: 2, state }), load(3), grid(0.1)])).baselines.idle, 0.4 + 0.1 + 0.3)
})

test('a plan followed is the plan, and a schedule that breaks a rule is refused', () => {
  const machine = generator({ minUpHours: 2, minDownHours: 2, rampUpKwPerHour: 3, shutdownCost: 0.3, state: { on: false, sinceHours: 1, powerKw: 0 } }) // prettier-ignore
  const request = siteOf(8, [machine, load(6), grid([0.9, 0.9, 0.9, -1, -1, 0.9, 0.9, -1])])
  const result = plan(request)
  near(settle(request, result.schedules).cost, result.objective ?? NaN)
  const harder = siteOf(8, [{ ...machine, minUpHours: 9 }, ...request.assets.slice(1)])
  assert.equal(checkSchedule(harder, result).verifier.passed, false)
})

test('contradictory data are refused with the numbers', () => {
  const refused = (change: Parameters<typeof generator>[0], code: string, message: RegExp): void =>
    assert.throws(() => plan(siteOf(2, [generator(change), grid(0)])), { kind: 'invalid', code, message })
  refused({ maxPowerKw: [8, 12] }, 'COST_SEGMENTS_SHORT', /price 8 kW above minPowerKw 2, .* maxPowerKw 12 at step 1/)
  refused({ startLimitKw: 1 }, 'LIMIT_BELOW_MINIMUM', /startLimitKw 1 is below minPowerKw 2/)
  refused({ startCosts: [{ offHours: 0, cost: 2 }, { offHours: 4, cost: 1 }] }, 'START_COSTS_FALL', /start cost 1/) // prettier-ignore
  refused({ heat: { heatNode: 'warm', dump: true } }, 'HEAT_MODE', /give ratio, or powerLossPerHeat and maxHeatKw/)
})

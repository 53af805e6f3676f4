import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import { checkSchedule, optimize } from '../index.ts'
import { boiler, heatLoad } from '../heat-sites.ts'
import { near, plan, solve } from '../planned-sites.ts'
import { battery, grid, load, pv, siteOf } from '../sites.ts'

const hour = (h: number): string => `2026-01-01T0${h}:00:00Z`
const trade = siteOf(2, [battery(), grid([0.1, 0.3])]) // earns 0.715

test('a counterfactual tells what forbidding the plan costs', () => {
  const counterfactuals = [{ id: 'rest', assetId: 'battery', from: hour(0), to: hour(1), fixPowerKw: 0 }]
  const result = plan({ ...trade, explain: { counterfactuals } })
  near(result.objective, -0.715)
  near(result.counterfactuals?.[0].costDelta, 0.715)
  assert.match(result.counterfactuals?.[0].text ?? '', /holding "battery" at 0 kW from .* costs 0.7[12] EUR/)
})

test('a question that no plan can meet says which limits it would bend, and what is fixed anyway is refused', () => {
  const ask = (assetId: string, fixPowerKw: number) =>
    plan({
      ...siteOf(2, [load(1), battery(), grid([0.1, 0.3])]),
      explain: { counterfactuals: [{ id: 'q', assetId, from: hour(0), to: hour(1), fixPowerKw }] },
    })
  const [answer] = ask('battery', 5).counterfactuals ?? [] // it is empty: it cannot deliver
  assert.deepEqual([answer.costDelta, answer.status], [null, 'relaxed'])
  assert.match(answer.text, /cannot be held at 5 kW/)
  assert.throws(() => ask('load', 0), (error) => error instanceof Failure && error.code === 'PIN_FIXED_LOAD') // prettier-ignore
  const heat = siteOf(1, [heatLoad(1), boiler(0.1), grid(0.1)])
  const pins = [{ id: 'p', assetId: 'boiler', from: hour(0), to: hour(1), powerKw: 1 }]
  assert.throws(() => plan({ ...heat, pins }), (error) => error instanceof Failure && error.code === 'PIN_FIXED_LOAD') // prettier-ignore
})

test('an override is kept, priced, and a schedule that breaks it is refused', () => {
  const pins = [{ id: 'operator', assetId: 'battery', from: hour(0), to: hour(1), powerKw: -2 }]
  const request = { ...trade, pins }
  const result = plan(request)
  assert.deepEqual(result.schedules['battery']['powerKw'], [-2, 1.62])
  near(result.objective, 2 * 0.1 - 1.62 * 0.3)
  assert.deepEqual(checkSchedule(request, result).faults, [])
  const free = plan(trade)
  assert.match(checkSchedule(request, free).faults[0], /override operator of -2 kW is not kept at step 0/)
})

test('a limit that costs money is named with what one kWh more would save', () => {
  const result = plan(trade)
  const charging = result.binding?.find(({ kind }) => kind === 'maxChargeKw')
  near(charging?.shadowPrice, 0.143) // 0.30 · 0.81 − 0.10
  assert.match(
    charging?.text ?? '',
    /battery "battery": the charging power binds from 00:00 to 01:00; one kWh more would save 0.143 EUR/,
  )
})

test('of wishes that clash the smallest set is named, and one that has nothing to do with it is not', () => {
  // 1 kWh in 10 must become 6 kWh within an hour at 5 kW: 5 kWh are missing; a second battery is content.
  const result = plan(
    siteOf(1, [
      battery({ id: 'tight', startSoc: 0.1, chargeEfficiency: 1, endSocMin: 0.6, maxChargeKw: 2 }),
      battery({ id: 'calm', startSoc: 0.5, endSocMin: 0.2 }),
      load(1),
      grid(0.1),
    ]),
  )
  assert.equal(result.status, 'relaxed')
  assert.deepEqual(
    result.conflicts?.map(({ assetId, kind }) => [assetId, kind]),
    [['tight', 'endSocMin']],
  )
})

test('two promises that only clash together are both named', () => {
  // 6 kW of a connection: either the load of 5 kW or the battery's 4 kWh, not both.
  const result = plan(
    siteOf(1, [
      battery({ startSoc: 0, chargeEfficiency: 1, endSocMin: 0.4 }), load(5), pv(0), grid(0.1, { importLimitKw: 6 }),
    ]),
  ) // prettier-ignore
  assert.deepEqual(result.conflicts?.map(({ kind }) => kind).sort(), ['endSocMin', 'shed'])
  near(result.relaxations.find(({ kind }) => kind === 'endSocMin')?.amount, 3) // the load is tier 1: it is served
})

test('naming a clash ends when its time is up, and the plan says that a clock had a part in it', () => {
  const site = siteOf(1, [battery({ startSoc: 0, endSocMin: 0.9, maxChargeKw: 1 }), load(1), grid(0.1)])
  let solves = 0
  const slow: typeof solve = (model, options) => {
    const answer = solve(model, options)
    return ++solves > 2 ? { ...answer, outcome: 'stopped', values: null, objective: null, rowDuals: null } : answer
  }
  const result = optimize(site, { solve: slow, codeVersion: 'test' })
  assert.equal(result.status, 'relaxed')
  assert.deepEqual([result.conflicts, result.deterministic], [undefined, false])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import fc from 'fast-check'
import { layoutStack } from '../charts/stack.ts'
import { edgesOf, planAxis, planCurtailed, planFlows, planLoad, socPaths, toEdges } from './flows.ts'
import { perMwh, profileValues } from './profiles.ts'

const request = {
  schema: 'ems.optimize/1',
  site: { id: 's', currency: 'EUR', timeZone: 'UTC' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 2 },
  prices: { spot: [0.1, null], flat: { quantiles: { p50: [0.2, 0.3] } } },
  assets: [
    {
      id: 'grid',
      type: 'grid',
      importLimitKw: 9,
      exportLimitKw: 9,
      importPricePerKwh: 'spot',
      exportPricePerKwh: 'flat',
    },
    { id: 'b', type: 'battery', capacityKwh: 10, maxChargeKw: 5, maxDischargeKw: 5, chargeEfficiency: 1, dischargeEfficiency: 1, socMin: 0, socMax: 1, startSoc: 0.5 }, // prettier-ignore
    { id: 'pv', type: 'pv', availableKw: [3, 3], curtailable: true },
    { id: 'house', type: 'load', powerKw: [4, 1] },
    { id: 'hall', type: 'load', powerKw: [1, 1] },
  ],
} as const satisfies OptimizeRequest as OptimizeRequest
const resultOf = (schedules: OptimizeResult['schedules']): OptimizeResult =>
  ({ horizon: { start: '2026-01-01T00:00:00Z', stepEnds: ['2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z'] }, schedules }) as OptimizeResult // prettier-ignore
const result = resultOf({
  grid: { powerKw: [1, -2] },
  b: { powerKw: [1, 1], soc: [0.4, 0.3] },
  pv: { powerKw: [3, 3], curtailedKw: [0, 0.5] },
  house: { powerKw: [4, 1] },
  hall: { powerKw: [1, 1] },
})

test('flows are split by direction and keep the sign into the site', () => {
  const flows = Object.fromEntries(planFlows(request, result).map(({ kind, values }) => [kind, [...values]]))
  assert.deepEqual(flows['grid-in'], [1, 0])
  assert.deepEqual(flows['grid-out'], [0, -2])
  assert.deepEqual(flows['batt-dis'], [1, 1])
  assert.deepEqual([...(planLoad(request, result) ?? [])], [5, 2])
  assert.deepEqual([...(planCurtailed(request, result) ?? [])], [0, 0.5])
})

test('the signed sum of the stack is the load at every step of any balanced plan', () => {
  const kw = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 2, maxLength: 2 })
  fc.assert(
    fc.property(kw, kw, kw, (grid, battery, pv) => {
      const house = grid.map((value, t) => value + battery[t] + pv[t])
      const plan = resultOf({
        grid: { powerKw: grid },
        b: { powerKw: battery },
        pv: { powerKw: pv },
        house: { powerKw: house },
      })
      const lanes = planFlows(request, plan).map(({ kind, values }) => ({ key: kind, label: kind, unit: 'kW', token: kind, draw: 'stack' as const, role: 'plan' as const, values })) // prettier-ignore
      const tips = layoutStack(lanes)
      for (let t = 0; t < 2; t++) {
        const pile = Math.max(0, ...tips.map(({ tip }) => tip[t])) + Math.min(0, ...tips.map(({ tip }) => tip[t]))
        assert.ok(Math.abs(pile - house[t]) < 1e-6)
      }
    }),
  )
})

test('the state of charge begins at the start and ends with the plan', () => {
  assert.deepEqual([...socPaths(request, result)[0].soc], [0.5, 0.4, 0.3])
  const axis = planAxis(result)
  assert.deepEqual([...edgesOf(axis)].map((ms) => new Date(ms).getUTCHours()), [0, 1, 2]) // prettier-ignore
  assert.deepEqual([...toEdges(Float64Array.of(1, 2))], [1, 2, 2])
})

test('a profile is a number, a list, a name, or the p50 of quantiles; missing stays missing', () => {
  assert.deepEqual([...profileValues(7, request, 2)], [7, 7])
  assert.deepEqual([...profileValues('spot', request, 2)], [0.1, NaN])
  assert.deepEqual([...perMwh(profileValues('flat', request, 2))], [200, 300])
  assert.deepEqual([...profileValues('unknown', request, 1)], [NaN])
})

test('what takes power is drawn below zero, a generator above, so that the signed sum stays the load', () => {
  const more = [
    { id: 'chp', type: 'generator' }, { id: 'car', type: 'ev' }, { id: 'pump', type: 'heatPump' }, { id: 'dryer', type: 'deferrable' },
    { id: 'gas', type: 'boiler' }, { id: 'tank', type: 'thermalStore' },
  ] as unknown as OptimizeRequest['assets'] // prettier-ignore
  const plan = resultOf({
    grid: { powerKw: [2, 2] }, house: { powerKw: [4, 3] }, chp: { powerKw: [9, 0] }, car: { powerKw: [-3, 4] },
    pump: { powerKw: [3, 1] }, dryer: { powerKw: [1, 2] }, gas: { powerKw: [0, 0] }, tank: { powerKw: [50, -50] },
  }) // prettier-ignore
  const flows = planFlows({ ...request, assets: [...request.assets, ...more] }, plan)
  const byKind = Object.fromEntries(flows.map(({ kind, values }) => [kind, [...values]]))
  assert.deepEqual([byKind['gen'], byKind['ev'], byKind['heat'], byKind['accent']], [[9, 0], [-3, 4], [-3, -1], [-1, -2]]) // prettier-ignore
  assert.deepEqual([0, 1].map((step) => flows.reduce((sum, { values }) => sum + values[step], 0)), [4, 3]) // prettier-ignore
})

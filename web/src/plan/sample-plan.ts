import type { OptimizeRequest, OptimizeResult, Plan } from '@omarino/contracts'

/** A site of two hours in tests: grid, battery, PV, house. */
export const request: OptimizeRequest = {
  schema: 'ems.optimize/1',
  site: { id: 's', currency: 'EUR', timeZone: 'UTC' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 2 },
  forecasts: { sun: { quantiles: { p10: [1, 1], p50: [3, 3], p90: [5, 5] } } },
  assets: [
    { id: 'grid', type: 'grid', importLimitKw: 9, exportLimitKw: [8, 7], importPricePerKwh: 0.2, exportPricePerKwh: 0.1 },
    { id: 'b', type: 'battery', capacityKwh: 10, maxChargeKw: [5, 4], maxDischargeKw: 5, chargeEfficiency: 1, dischargeEfficiency: 1, socMin: 0, socMax: 1, startSoc: 0.5 },
    { id: 'pv', type: 'pv', availableKw: 'sun', curtailable: true },
    { id: 'house', type: 'load', powerKw: [4, 1] },
  ],
} // prettier-ignore

const base = {
  horizon: { start: '2026-01-01T00:00:00Z', stepEnds: ['2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z'] },
  status: 'optimal', relaxations: [], objective: 1, gap: { relative: 0, absolute: 0 }, costs: [{ line: 'grid.import', assetId: 'grid', amount: 1 }],
  schedules: {
    grid: { powerKw: [3, -2] }, b: { powerKw: [-2, 0], chargeKw: [2, 0], dischargeKw: [0, 0], soc: [0.7, 0.7] },
    pv: { powerKw: [3, 3], curtailedKw: [0, 0.5] }, house: { powerKw: [4, 1] },
  },
} // prettier-ignore
export const resultWith = (changes: Partial<OptimizeResult> = {}): OptimizeResult =>
  ({ ...base, ...changes }) as OptimizeResult
export const planWith = (result: OptimizeResult | null, changes: Partial<Plan> = {}): Plan =>
  ({ id: 'p', site: 's', state: 'succeeded', currency: 'EUR', request, result, ...changes }) as Plan

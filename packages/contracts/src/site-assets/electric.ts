import { z } from 'zod'
import { Key } from '../scalars.ts'
import { costPerKwh, efficiency, power, share } from './field.ts'

const wear = z.number().min(0).max(10)

export const BatteryConfig = z.strictObject({
  type: z.literal('battery'),
  capacityKwh: z.number().gt(0).max(1e8),
  maxChargeKw: power,
  maxDischargeKw: power,
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency,
  socMin: share,
  socMax: share,
  /** Used when no fresh point of `socSeries` exists; without both a plan is refused. */
  startSoc: share.optional(),
  socSeries: Key.optional(),
  /** Value of a stored kWh at the end of the horizon; without it the median import price of the horizon counts. */
  endValuePerKwh: z.number().min(0).max(100).optional(),
  endSocMin: share.optional(),
  wearCostPerKwh: wear.optional(),
  /** Wear by depth, the shallowest share first; instead of one cost. */
  wearSegments: z.array(z.strictObject({ share: z.number().gt(0).max(1), costPerKwh: wear })).min(1).max(20).optional(),
  /** Full cycles over the horizon. */
  maxCycles: z.number().min(0).max(1000).optional(),
  /** False: charges only from renewables of the site. */
  gridCharge: z.boolean().optional(),
  /** False: delivers only what the site consumes. */
  gridExport: z.boolean().optional(),
}) // prettier-ignore
export const PvConfig = z.strictObject({
  type: z.literal('pv'), series: Key, peakKw: power, curtailable: z.boolean().default(true), curtailCostPerKwh: z.number().min(0).max(10).optional(),
}) // prettier-ignore
export const WindConfig = PvConfig.extend({ type: z.literal('wind') })
export const LoadConfig = z.strictObject({
  type: z.literal('load'),
  series: Key,
  shedCostPerKwh: costPerKwh.optional(),
})

import { z } from 'zod'
import { asset, efficiency } from './profile.ts'

/** Holds heat of one node; powers are heat, kWh are heat. */
export const thermalStore = z.strictObject({
  ...asset,
  type: z.literal('thermalStore'),
  heatNode: z.string().min(1),
  capacityKwh: z.number().positive(),
  maxChargeKw: z.number().nonnegative(),
  maxDischargeKw: z.number().nonnegative(),
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency,
  /** Share of what is stored that is gone after an hour. */
  lossPerHour: z.number().min(0).lt(1),
  startKwh: z.number().nonnegative(),
  minKwh: z.number().nonnegative().optional(),
  endValuePerKwh: z.number().optional(),
})

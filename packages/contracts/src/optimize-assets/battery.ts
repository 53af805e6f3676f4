import { z } from 'zod'
import { asset, costPerKwh, efficiency, instant, profile, share } from './profile.ts'

export const battery = z.strictObject({
  ...asset,
  type: z.literal('battery'),
  capacityKwh: z.number().positive(),
  maxChargeKw: profile,
  maxDischargeKw: profile,
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency,
  socMin: profile,
  socMax: profile,
  startSoc: share,
  endSocMin: share.optional(),
  selfDischargePerHour: z.number().min(0).lt(1).optional(),
  endValuePerKwh: z.number().optional(),
  endValueSegments: z
    .array(z.strictObject({ sizeKwh: z.number().positive(), pricePerKwh: z.number() }))
    .min(1)
    .optional(),
  wearCostPerKwh: costPerKwh.optional(),
  /** Wear by depth: shares of the capacity, the shallowest first; instead of one cost. */
  wearSegments: z
    .array(z.strictObject({ share: z.number().positive().max(1), costPerKwh }))
    .min(1)
    .max(20)
    .optional(),
  /** Full cycles over the horizon, in energy that leaves the cells. */
  maxCycles: z.number().nonnegative().optional(),
  /** False: charges only from renewables of its node. */
  gridCharge: z.boolean().optional(),
  /** False: delivers only what its node consumes. */
  gridExport: z.boolean().optional(),
  socTargets: z
    .array(z.strictObject({ at: instant, soc: share, tier: z.union([z.literal(1), z.literal(2), z.literal(3)]) }))
    .max(200)
    .optional(),
})

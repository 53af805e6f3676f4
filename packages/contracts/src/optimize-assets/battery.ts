import { z } from 'zod'
import { asset, costPerKwh, efficiency, profile, share } from './profile.ts'

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
})

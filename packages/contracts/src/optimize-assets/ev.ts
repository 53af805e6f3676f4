import { z } from 'zod'
import { asset, costPerKwh, efficiency, instant, share } from './profile.ts'

/** The SoC of a car that arrived before the horizon is told as it stands when the horizon starts. */
const session = z.strictObject({
  arrive: instant,
  depart: instant,
  arriveSoc: share,
  targetSoc: share,
  minSoc: share.optional(),
})

export const ev = z.strictObject({
  ...asset,
  type: z.literal('ev'),
  capacityKwh: z.number().positive(),
  maxChargeKw: z.number().positive(),
  minChargeKw: z.number().nonnegative().optional(),
  maxDischargeKw: z.number().nonnegative().optional(),
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency.optional(),
  wearCostPerKwh: costPerKwh.optional(),
  sessions: z.array(session).max(1000),
})

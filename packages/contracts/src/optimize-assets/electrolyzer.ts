import { z } from 'zod'
import { commitment } from './heat-pump.ts'
import { asset, instant, profile, uncertain } from './profile.ts'

/** Makes hydrogen from electricity, less of it from each kWh the higher it runs; nothing when it is off. */
export const electrolyzer = z.strictObject({
  ...asset,
  type: z.literal('electrolyzer'),
  maxPowerKw: profile,
  minPowerKw: z.number().nonnegative().optional(),
  /** From zero power upwards; each takes at least as many kWh for a kg as the one before. */
  loadSegments: z.array(z.strictObject({ sizeKw: z.number().positive(), kwhPerKg: z.number().positive() })).min(1),
  /** What a kg is sold for when it is made. */
  hydrogenPricePerKg: uncertain,
  /** kg made since the horizon's start. */
  targets: z
    .array(z.strictObject({ by: instant, kg: z.number().positive() }))
    .min(1)
    .optional(),
  commitment: commitment.optional(),
})

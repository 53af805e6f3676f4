import { z } from 'zod'
import { asset, profile, uncertain } from './profile.ts'

/**
 * A heated building. 1R1C: the room loses heat to the outdoors through `resistanceKPerKw`. 2R2C: the room loses it to the
 * wall through `resistanceKPerKw`, the wall to the outdoors through `wallResistanceKPerKw`; all three wall fields are needed.
 */
export const building = z.strictObject({
  ...asset,
  type: z.literal('building'),
  heatNode: z.string().min(1),
  model: z.enum(['1R1C', '2R2C']),
  resistanceKPerKw: z.number().positive(),
  capacityKwhPerK: z.number().positive(),
  wallResistanceKPerKw: z.number().positive().optional(),
  wallCapacityKwhPerK: z.number().positive().optional(),
  startC: z.number(),
  wallStartC: z.number().optional(),
  outdoorC: uncertain,
  /** Sun, people and devices, into the room. */
  gainsKw: uncertain.optional(),
  comfortMinC: profile,
  comfortMaxC: profile,
  /** Per hour and K outside the comfort band, of the temperature at the end of each step. */
  discomfortPricePerKh: z.number().nonnegative(),
})

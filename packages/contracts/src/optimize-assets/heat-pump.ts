import { z } from 'zod'
import { asset, uncertain } from './profile.ts'

const hours = z.number().nonnegative()

/** When it may switch and what a start costs; `state` is what it did before the horizon, unknown where it is absent. */
export const commitment = z.strictObject({
  minOnHours: hours.optional(),
  minOffHours: hours.optional(),
  startCost: z.number().nonnegative().optional(),
  state: z.strictObject({ on: z.boolean(), sinceHours: hours }).optional(),
})
/** Makes heat from electricity, `cop` times as much. */
export const heatPump = z.strictObject({
  ...asset,
  type: z.literal('heatPump'),
  heatNode: z.string().min(1),
  maxPowerKw: z.number().nonnegative(),
  minPowerKw: z.number().nonnegative().optional(),
  cop: uncertain,
  commitment: commitment.optional(),
})

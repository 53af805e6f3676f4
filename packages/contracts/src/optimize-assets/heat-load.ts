import { z } from 'zod'
import { asset, uncertain } from './profile.ts'

/** Heat that is needed whatever it costs. */
export const heatLoad = z.strictObject({
  ...asset,
  type: z.literal('heatLoad'),
  heatNode: z.string().min(1),
  powerKw: uncertain,
})

import { z } from 'zod'
import { asset, costPerKwh, uncertain } from './profile.ts'

export const load = z.strictObject({
  ...asset,
  type: z.literal('load'),
  powerKw: uncertain,
  shedCostPerKwh: costPerKwh.optional(),
})

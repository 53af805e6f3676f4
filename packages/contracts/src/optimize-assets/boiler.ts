import { z } from 'zod'
import { asset, efficiency, uncertain } from './profile.ts'

/** Makes heat from electricity (`electric: true`) or from fuel (`fuelPricePerKwh`); one of the two. */
export const boiler = z.strictObject({
  ...asset,
  type: z.literal('boiler'),
  heatNode: z.string().min(1),
  maxHeatKw: z.number().nonnegative(),
  minHeatKw: z.number().nonnegative().optional(),
  efficiency,
  electric: z.boolean().optional(),
  fuelPricePerKwh: uncertain.optional(),
  /** Per kWh of fuel. */
  co2KgPerKwh: z.number().nonnegative().optional(),
})

import { z } from 'zod'
import { asset, instant, profile, uncertain } from './profile.ts'

export const demandCharge = z.strictObject({
  id: z.string().min(1),
  pricePerKw: z.number().nonnegative(),
  intervalMinutes: z.int().positive(),
  realisedKw: z.number().nonnegative(),
  intervalEnergyKwh: z.number().nonnegative().optional(),
  direction: z.enum(['import', 'export']).optional(),
  windows: z
    .array(z.tuple([instant, instant]))
    .min(1)
    .optional(),
})
/** Energy that is bought or sold ahead, constant over each interval; what flows otherwise is balancing energy. */
const market = z.strictObject({
  intervalMinutes: z.int().positive(),
  pricePerKwh: uncertain,
  imbalanceBuyPerKwh: uncertain,
  imbalanceSellPerKwh: uncertain,
  /** The position taken already; without it the plan takes one. */
  fixedKw: profile.optional(),
})
export const grid = z.strictObject({
  ...asset,
  type: z.literal('grid'),
  importLimitKw: profile,
  exportLimitKw: profile,
  importPricePerKwh: uncertain,
  exportPricePerKwh: uncertain,
  co2KgPerKwh: uncertain.optional(),
  /** Prices on top of `importPricePerKwh` by what is imported over the horizon; the last block has no end. */
  importBlocks: z
    .array(z.strictObject({ sizeKwh: z.number().positive(), pricePerKwh: z.number().nonnegative() }))
    .min(1)
    .max(10)
    .optional(),
  market: market.optional(),
  demandCharges: z.array(demandCharge).optional(),
})

import { z } from 'zod'
import { Key, Slug } from '../scalars.ts'
import { co2, money, numberOrSeries, power } from './field.ts'

/** Money per kW of the highest mean import of the calendar month, by the site's clock. */
const demandCharge = z.strictObject({
  id: Slug,
  pricePerKw: money,
  intervalMinutes: z.union([z.literal(15), z.literal(30), z.literal(60)], { error: 'must be 15, 30 or 60' }),
  /** Peak that the month has seen already; the points of `powerSeries` say it anew for each plan. */
  realisedKw: power.optional(),
  /** Measured import power; export, negative, counts as none. */
  powerSeries: Key.optional(),
})
export const GridConfig = z.strictObject({
  type: z.literal('grid'),
  importLimitKw: power,
  exportLimitKw: power,
  series: Key.optional(),
  /** Emissions of imported energy. */
  co2KgPerKwh: numberOrSeries(co2).optional(),
  demandCharges: z.array(demandCharge).min(1).max(10).optional(),
})

// What the assets of stored sites are made of: numbers with limits, series instead of numbers, times of the local clock.
import { z } from 'zod'
import { Key, Slug } from '../scalars.ts'

export const power = z.number().min(0).max(1e7)
export const energy = z.number().min(0).max(1e8)
export const share = z.number().min(0).max(1)
export const efficiency = z.number().gt(0).max(1)
export const costPerKwh = z.number().min(0).max(1000)
export const money = z.number().min(0).max(1e9)
export const hours = z.number().min(0).max(8760)
export const temperatureC = z.number().min(-100).max(300)
export const co2 = z.number().min(0).max(100)

/** A number for the whole horizon, or the series that has one for each of its steps. */
export const numberOrSeries = <N extends z.ZodType>(number: N) =>
  z.union([number, z.strictObject({ series: Key })], { error: 'must be a number within its limits or {series: key}' })

/** A time of the site's clock; days of 23 and 25 hours included. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 07:30')
/** Days of the week, 0 Monday to 6 Sunday. */
export const Weekdays = z
  .array(z.int().min(0).max(6))
  .min(1)
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'must name each day once')
/** Heat balances by node; assets of one name heat and need together. */
export const HeatNode = Slug.refine((name) => name !== 'main', 'is the name of the electricity node').default('heat')

import { z } from 'zod'
import { asset, costPerKwh, profile } from './profile.ts'

const hours = z.number().nonnegative()
const heat = z.strictObject({
  heatNode: z.string().min(1),
  /** kWh of heat per kWh of electricity, always made: a backpressure machine. */
  ratio: z.number().positive().optional(),
  /** kWh of electricity that one kWh of extracted heat takes away; with `maxHeatKw`, instead of `ratio`. */
  powerLossPerHeat: z.number().nonnegative().optional(),
  maxHeatKw: z.number().positive().optional(),
  /** Heat that nobody needs may be thrown away. */
  dump: z.boolean(),
})

export const generator = z.strictObject({
  ...asset,
  type: z.literal('generator'),
  minPowerKw: z.number().nonnegative(),
  maxPowerKw: profile,
  /** Of an hour at minimum power; the segments begin there. */
  noLoadCostPerHour: z.number().nonnegative(),
  costSegments: z.array(z.strictObject({ sizeKw: z.number().positive(), pricePerKwh: z.number() })).min(1),
  /** By hours stood still, the coldest last. */
  startCosts: z.array(z.strictObject({ offHours: hours, cost: z.number().nonnegative() })),
  shutdownCost: z.number().nonnegative(),
  minUpHours: hours,
  minDownHours: hours,
  rampUpKwPerHour: z.number().positive().optional(),
  rampDownKwPerHour: z.number().positive().optional(),
  startLimitKw: z.number().nonnegative().optional(),
  stopLimitKw: z.number().nonnegative().optional(),
  co2KgPerKwh: costPerKwh.optional(),
  /** As the horizon begins; power is the mean of the step before. Absent: it has long been off. */
  state: z.strictObject({ on: z.boolean(), sinceHours: hours, powerKw: z.number().nonnegative() }).optional(),
  heat: heat.optional(),
})

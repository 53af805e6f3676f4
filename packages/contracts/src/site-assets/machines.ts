import { z } from 'zod'
import { co2, HeatNode, hours, money, numberOrSeries, power } from './field.ts'

/** When it may switch and what a start costs; what it did before a plan is not known of a stored asset. */
export const Commitment = z.strictObject({
  minOnHours: hours.optional(),
  minOffHours: hours.optional(),
  startCost: money.optional(),
})

const heat = z.strictObject({
  heatNode: HeatNode,
  /** kWh of heat per kWh of electricity; or the two below. */
  ratio: z.number().gt(0).max(100).optional(),
  powerLossPerHeat: z.number().min(0).max(10).optional(),
  maxHeatKw: z.number().gt(0).max(1e7).optional(),
  /** Heat that nobody needs may be thrown away. */
  dump: z.boolean(),
})
export const GeneratorConfig = z.strictObject({
  type: z.literal('generator'),
  minPowerKw: power,
  maxPowerKw: power,
  noLoadCostPerHour: money,
  /** From the minimum power upwards. */
  costSegments: z.array(z.strictObject({ sizeKw: z.number().gt(0).max(1e7), pricePerKwh: z.number().min(-1000).max(1000) })).min(1).max(50),
  /** By hours stood still, the coldest last. */
  startCosts: z.array(z.strictObject({ offHours: hours, cost: money })).max(20),
  shutdownCost: money,
  minUpHours: hours,
  minDownHours: hours,
  rampUpKwPerHour: z.number().gt(0).max(1e9).optional(),
  rampDownKwPerHour: z.number().gt(0).max(1e9).optional(),
  startLimitKw: power.optional(),
  stopLimitKw: power.optional(),
  co2KgPerKwh: co2.optional(),
  heat: heat.optional(),
}) // prettier-ignore

export const ElectrolyzerConfig = z.strictObject({
  type: z.literal('electrolyzer'),
  maxPowerKw: power,
  minPowerKw: power.optional(),
  /** From zero power upwards; each takes at least as many kWh for a kg as the one before. */
  loadSegments: z.array(z.strictObject({ sizeKw: z.number().gt(0).max(1e7), kwhPerKg: z.number().gt(0).max(1000) })).min(1).max(50),
  /** What a kg is sold for when it is made. */
  hydrogenPricePerKg: numberOrSeries(z.number().min(0).max(1000)),
  commitment: Commitment.optional(),
}) // prettier-ignore

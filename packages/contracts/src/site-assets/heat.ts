import { z } from 'zod'
import { Key } from '../scalars.ts'
import { co2, costPerKwh, efficiency, energy, HeatNode, numberOrSeries, power, temperatureC } from './field.ts'
import { Commitment } from './machines.ts'

/** Heat that is needed whatever it costs; the plan uses the forecast of its series. */
export const HeatLoadConfig = z.strictObject({ type: z.literal('heatLoad'), heatNode: HeatNode, series: Key })

export const HeatPumpConfig = z.strictObject({
  type: z.literal('heatPump'),
  heatNode: HeatNode,
  maxPowerKw: power,
  minPowerKw: power.optional(),
  cop: numberOrSeries(z.number().min(0).max(20)),
  commitment: Commitment.optional(),
})

/** Makes heat from electricity (`electric: true`) or from fuel; one of the two. */
export const BoilerConfig = z.strictObject({
  type: z.literal('boiler'),
  heatNode: HeatNode,
  maxHeatKw: power,
  minHeatKw: power.optional(),
  efficiency,
  electric: z.boolean().optional(),
  fuelPricePerKwh: numberOrSeries(costPerKwh).optional(),
  /** Per kWh of fuel. */
  co2KgPerKwh: co2.optional(),
})

export const ThermalStoreConfig = z.strictObject({
  type: z.literal('thermalStore'),
  heatNode: HeatNode,
  capacityKwh: z.number().gt(0).max(1e8),
  maxChargeKw: power,
  maxDischargeKw: power,
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency,
  /** Share of what is stored that is gone after an hour. */
  lossPerHour: z.number().min(0).lt(1),
  /** Used when no fresh point of `energySeries` exists; without both a plan is refused. */
  startKwh: energy.optional(),
  energySeries: Key.optional(),
  minKwh: energy.optional(),
  endValuePerKwh: z.number().min(0).max(100).optional(),
})

/** A heated building of one mass (1R1C) or, with a wall, two (2R2C). */
export const BuildingConfig = z.strictObject({
  type: z.literal('building'),
  heatNode: HeatNode,
  model: z.enum(['1R1C', '2R2C']),
  resistanceKPerKw: z.number().gt(0).max(1e6),
  capacityKwhPerK: z.number().gt(0).max(1e6),
  wallResistanceKPerKw: z.number().gt(0).max(1e6).optional(),
  wallCapacityKwhPerK: z.number().gt(0).max(1e6).optional(),
  /** Used when no fresh point of `temperatureSeries` exists; without both a plan is refused. */
  startC: temperatureC.optional(),
  temperatureSeries: Key.optional(),
  wallStartC: temperatureC.optional(),
  outdoorC: numberOrSeries(temperatureC),
  gainsKw: numberOrSeries(power).optional(),
  comfortMinC: temperatureC,
  comfortMaxC: temperatureC,
  discomfortPricePerKh: z.number().min(0).max(1e6),
})

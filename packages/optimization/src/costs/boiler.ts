import type { Columns } from '../assets/declare.ts'
import type { BoilerPlant } from '../plant/boiler.ts'
import type { Lines } from './line.ts'

/** Fuel at the price of its step. */
export function boilerCosts({ fuel }: BoilerPlant, { fuelKw }: Columns, stepHours: Float64Array): Lines {
  if (!fuel) return []
  return [['fuel', fuelKw.reduce((sum, kw, t) => sum + kw * stepHours[t] * fuel.pricePerKwh[t], 0)]]
}

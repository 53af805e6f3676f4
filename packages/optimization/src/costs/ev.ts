import type { Columns } from '../assets/declare.ts'
import type { EvPlant } from '../plant/ev.ts'
import { energyLine, type Lines } from './line.ts'

/** Wear of what the car delivers; one that cannot deliver has none. */
export const evCosts = (ev: EvPlant, { dischargeKw }: Columns, stepHours: Float64Array): Lines =>
  ev.maxDischargeKw > 0 ? energyLine('wear', ev.wearCostPerKwh, dischargeKw, stepHours) : []

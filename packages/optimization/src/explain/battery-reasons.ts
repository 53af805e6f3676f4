// Why a battery charges and discharges when it does: break-even prices from the duals of the last linear model.
import type { OptimizeResult } from '@omarino/contracts'
import type { Columns } from '../assets/declare.ts'
import type { BatteryPlant } from '../plant/battery.ts'
import type { Plant } from '../plant/plant.ts'
import { clock, rangesWhere, span, type StepRange } from '../step-ranges.ts'
import { money, runKwh, runMean } from './run-means.ts'

export type Explanation = OptimizeResult['explanations'][number]
/** Per kWh at each step: what one more costs at the node, and what one more is worth in the store; shape [T]. */
export interface BatteryPrices {
  readonly marginalPerKwh: Float64Array
  readonly storedPerKwh: Float64Array
}

const ACTIVE_KW = 1e-6

/**
 * One sentence per run of charging or discharging. Charging pays while price < stored value · ηc, discharging while
 * price − wear > stored value / ηd, with the stored value of the run's last step.
 */
export function batteryReasons(
  plant: Plant,
  battery: BatteryPlant,
  columns: Columns,
  prices: BatteryPrices,
): Explanation[] {
  const { steps } = plant.axis
  const charging = rangesWhere(steps, (t) => columns['chargeKw'][t] > ACTIVE_KW)
  const discharging = rangesWhere(steps, (t) => columns['dischargeKw'][t] > ACTIVE_KW)
  return [
    ...charging.map((range) => chargeReason(plant, battery, columns, prices, range)),
    ...discharging.map((range) => dischargeReason(plant, battery, columns, prices, range)),
  ].sort((a, b) => a.steps[0][0] - b.steps[0][0])
}

function chargeReason(
  plant: Plant,
  battery: BatteryPlant,
  columns: Columns,
  prices: BatteryPrices,
  range: StepRange,
): Explanation {
  const energyKwh = runKwh(plant, columns['chargeKw'], range)
  const pricePerKwh = runMean(plant, columns['chargeKw'], prices.marginalPerKwh, range)
  const storedValuePerKwh = prices.storedPerKwh[range[1] - 1]
  const breakEvenPerKwh = storedValuePerKwh * battery.chargeEfficiency
  const useStep = columns['dischargeKw'].findIndex((kw, t) => t >= range[1] && kw > ACTIVE_KW)
  const use = useStep < 0 ? 'at the end' : `for use at ${clock(plant, plant.axis.startsMs[useStep])}`
  const text =
    `battery "${battery.id}" charges ${energyKwh.toFixed(1)} kWh ${span(plant, range)} for ${money(pricePerKwh)} ${plant.currency}/kWh, ` +
    `because a stored kWh is worth ${money(storedValuePerKwh)} ${use}; charging pays below ${money(breakEvenPerKwh)}`
  const numbers = { energyKwh, pricePerKwh, storedValuePerKwh, breakEvenPerKwh }
  return { assetId: battery.id, steps: [range], code: 'BATTERY_CHARGES', numbers, text }
}

function dischargeReason(
  plant: Plant,
  battery: BatteryPlant,
  columns: Columns,
  prices: BatteryPrices,
  range: StepRange,
): Explanation {
  const energyKwh = runKwh(plant, columns['dischargeKw'], range)
  const pricePerKwh = runMean(plant, columns['dischargeKw'], prices.marginalPerKwh, range)
  const storedValuePerKwh = prices.storedPerKwh[range[1] - 1]
  const breakEvenPerKwh = storedValuePerKwh / battery.dischargeEfficiency + (battery.wearCostPerKwh ?? 0)
  const isPlain = !battery.wearSegments && battery.mostThroughputKwh === Infinity && battery.gridExport
  const text =
    `battery "${battery.id}" delivers ${energyKwh.toFixed(1)} kWh ${span(plant, range)}, worth ${money(pricePerKwh)} ${plant.currency}/kWh there, ` +
    `while a stored kWh is worth ${money(storedValuePerKwh)}` +
    (isPlain ? `; delivering pays above ${money(breakEvenPerKwh)}` : '') // else slices, cycles or the node's needs have a say
  const numbers = { energyKwh, pricePerKwh, storedValuePerKwh, ...(isPlain ? { breakEvenPerKwh } : {}) }
  return { assetId: battery.id, steps: [range], code: 'BATTERY_DISCHARGES', numbers, text }
}

// Why a store takes and gives heat when it does: what heat is worth at its node against what it is worth in store.
import type { OptimizeResult } from '@omarino/contracts'
import type { Columns } from '../assets/declare.ts'
import type { Plant } from '../plant/plant.ts'
import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { DualPrices } from '../publish.ts'
import { clock, rangesWhere, span, type StepRange } from '../step-ranges.ts'
import { money, runKwh, runMean } from './run-means.ts'

type Explanation = OptimizeResult['explanations'][number]
const ACTIVE_KW = 1e-6

/** One sentence per run: taking pays while heat is worth less than stored value · ηc, giving while more than stored value / ηd. */
export function thermalStoreReasons(
  store: ThermalStorePlant,
  plant: Plant,
  { chargeKw, dischargeKw }: Columns,
  { marginal, stored }: DualPrices,
): Explanation[] {
  const { id, chargeEfficiency, dischargeEfficiency } = store
  const nodePerKwh = marginal[plant.nodes[store.heatNode].name]
  const numbersOf = (powerKw: Float64Array, range: StepRange, factor: number) => {
    const storedValuePerKwh = stored[id][range[1] - 1]
    const energyKwh = runKwh(plant, powerKw, range)
    const pricePerKwh = runMean(plant, powerKw, nodePerKwh, range)
    return { energyKwh, pricePerKwh, storedValuePerKwh, breakEvenPerKwh: storedValuePerKwh * factor }
  }
  const runsOf = (powerKw: Float64Array): StepRange[] => rangesWhere(powerKw.length, (t) => powerKw[t] > ACTIVE_KW)
  const taking = runsOf(chargeKw).map((range): Explanation => {
    const numbers = numbersOf(chargeKw, range, chargeEfficiency)
    const text =
      `store "${id}" takes ${numbers.energyKwh.toFixed(1)} kWh of heat ${span(plant, range)} at ${money(numbers.pricePerKwh)} ${plant.currency}/kWh, ` +
      `because a stored kWh is worth ${money(numbers.storedValuePerKwh)} ${useOf(plant, dischargeKw, range)}; taking pays below ${money(numbers.breakEvenPerKwh)}`
    return { assetId: id, steps: [range], code: 'STORE_CHARGES', numbers, text }
  })
  const giving = runsOf(dischargeKw).map((range): Explanation => {
    const numbers = numbersOf(dischargeKw, range, 1 / dischargeEfficiency)
    const text =
      `store "${id}" gives ${numbers.energyKwh.toFixed(1)} kWh of heat ${span(plant, range)}, worth ${money(numbers.pricePerKwh)} ${plant.currency}/kWh there, ` +
      `while a stored kWh is worth ${money(numbers.storedValuePerKwh)}; giving pays above ${money(numbers.breakEvenPerKwh)}`
    return { assetId: id, steps: [range], code: 'STORE_DISCHARGES', numbers, text }
  })
  return [...taking, ...giving].sort((a, b) => a.steps[0][0] - b.steps[0][0])
}

function useOf(plant: Plant, dischargeKw: Float64Array, [, to]: StepRange): string {
  const step = dischargeKw.findIndex((kw, t) => t >= to && kw > ACTIVE_KW)
  return step < 0 ? 'at the end' : `for use at ${clock(plant, plant.axis.startsMs[step])}`
}

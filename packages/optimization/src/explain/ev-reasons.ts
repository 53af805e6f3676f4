// Why a car charges and delivers when it does: break-even prices from the duals of the last linear model.
import type { Columns } from '../assets/declare.ts'
import type { EvPlant } from '../plant/ev.ts'
import type { Plant } from '../plant/plant.ts'
import { clock, rangesWhere, span, type StepRange } from '../step-ranges.ts'
import type { BatteryPrices, Explanation } from './battery-reasons.ts'
import { money, runKwh, runMean } from './run-means.ts'

const ACTIVE_KW = 1e-6

/** One sentence per run; charging pays while price < worth in the car · ηc, delivering while price − wear > worth / ηd. */
export function evReasons(plant: Plant, ev: EvPlant, columns: Columns, prices: BatteryPrices): Explanation[] {
  const runs = (name: string): StepRange[] =>
    ev.sessions.flatMap(({ from, to }) =>
      rangesWhere(plant.axis.steps, (t) => from <= t && t < to && columns[name][t] > ACTIVE_KW),
    )
  return [
    ...runs('chargeKw').map((range) => charges(plant, ev, columns['chargeKw'], prices, range)),
    ...runs('dischargeKw').map((range) => delivers(plant, ev, columns['dischargeKw'], prices, range)),
  ].sort((a, b) => a.steps[0][0] - b.steps[0][0])
}

function charges(plant: Plant, ev: EvPlant, kw: Float64Array, prices: BatteryPrices, range: StepRange): Explanation {
  const session = ev.sessions[ev.sessionAt[range[0]]]
  const energyKwh = runKwh(plant, kw, range)
  const pricePerKwh = runMean(plant, kw, prices.marginalPerKwh, range)
  const storedValuePerKwh = prices.storedPerKwh[range[1] - 1]
  const breakEvenPerKwh = storedValuePerKwh * ev.chargeEfficiency
  const byMs = Math.min(session.departMs, plant.axis.endsMs[plant.axis.steps - 1])
  const text =
    `EV "${ev.id}" charges ${energyKwh.toFixed(1)} kWh ${span(plant, range)} for ${money(pricePerKwh)} ${plant.currency}/kWh, ` +
    `because a kWh in the car is worth ${money(storedValuePerKwh)} until ${clock(plant, byMs)}; charging pays below ${money(breakEvenPerKwh)}`
  const numbers = { energyKwh, pricePerKwh, storedValuePerKwh, breakEvenPerKwh }
  return { assetId: ev.id, steps: [range], code: 'EV_CHARGES', numbers, text }
}

function delivers(plant: Plant, ev: EvPlant, kw: Float64Array, prices: BatteryPrices, range: StepRange): Explanation {
  const energyKwh = runKwh(plant, kw, range)
  const pricePerKwh = runMean(plant, kw, prices.marginalPerKwh, range)
  const storedValuePerKwh = prices.storedPerKwh[range[1] - 1]
  const breakEvenPerKwh = storedValuePerKwh / ev.dischargeEfficiency + (ev.wearCostPerKwh ?? 0)
  const text =
    `EV "${ev.id}" delivers ${energyKwh.toFixed(1)} kWh ${span(plant, range)}, worth ${money(pricePerKwh)} ${plant.currency}/kWh there, ` +
    `while a kWh in the car is worth ${money(storedValuePerKwh)}; delivering pays above ${money(breakEvenPerKwh)}`
  const numbers = { energyKwh, pricePerKwh, storedValuePerKwh, breakEvenPerKwh }
  return { assetId: ev.id, steps: [range], code: 'EV_DELIVERS', numbers, text }
}

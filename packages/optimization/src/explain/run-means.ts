// Energy and mean prices over one run of steps.
import type { Plant } from '../plant/plant.ts'
import type { StepRange } from '../step-ranges.ts'

/** kWh over the run. */
export function runKwh(plant: Plant, powerKw: Float64Array, [from, to]: StepRange): number {
  let kwh = 0
  for (let t = from; t < to; t++) kwh += powerKw[t] * plant.axis.stepHours[t]
  return kwh
}

/** Mean of a price over the run, weighed by the energy that moves. */
export function runMean(plant: Plant, powerKw: Float64Array, pricePerKwh: Float64Array, range: StepRange): number {
  const [from, to] = range
  let paid = 0
  for (let t = from; t < to; t++) paid += powerKw[t] * plant.axis.stepHours[t] * pricePerKwh[t]
  return paid / runKwh(plant, powerKw, range)
}

/** Money per kWh with two decimals, or three where the third says something. */
export const money = (value: number): string => value.toFixed(3).replace(/0$/, '')

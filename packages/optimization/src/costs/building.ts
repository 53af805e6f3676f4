import type { Columns } from '../assets/declare.ts'
import type { BuildingPlant } from '../plant/building.ts'
import type { Lines } from './line.ts'

/** Hours and K outside the comfort band, at their price. */
export function buildingCosts(building: BuildingPlant, { temperatureC }: Columns, stepHours: Float64Array): Lines {
  const { comfortMinC, comfortMaxC, discomfortPricePerKh } = building
  const kelvinHours = temperatureC.reduce(
    (sum, celsius, t) => sum + Math.max(0, comfortMinC[t] - celsius, celsius - comfortMaxC[t]) * stepHours[t],
    0,
  )
  return [['discomfort', discomfortPricePerKh * kelvinHours]]
}

// When a building is heated and for how much, and where discomfort is cheaper than heat.
import type { OptimizeResult } from '@omarino/contracts'
import type { Columns } from '../assets/declare.ts'
import type { BuildingPlant } from '../plant/building.ts'
import type { Plant } from '../plant/plant.ts'
import type { DualPrices } from '../publish.ts'
import { rangesWhere, span, type StepRange } from '../step-ranges.ts'
import { money, runKwh, runMean } from './run-means.ts'

type Explanation = OptimizeResult['explanations'][number]
const ACTIVE_KW = 1e-6
const FELT_K = 0.01 // less is not worth a sentence

export function buildingReasons(
  building: BuildingPlant,
  plant: Plant,
  { powerKw, temperatureC }: Columns,
  { marginal }: DualPrices,
): Explanation[] {
  const { comfortMinC, comfortMaxC } = building
  const heatPerKwh = marginal[plant.nodes[building.heatNode].name]
  const heated = rangesWhere(plant.axis.steps, (t) => powerKw[t] > ACTIVE_KW)
  const outside = (code: string, word: string, kelvin: Float64Array): Explanation[] =>
    rangesWhere(plant.axis.steps, (t) => kelvin[t] > FELT_K).map((range) =>
      discomfort(building, plant, { code, word, kelvin, heatPerKwh }, range),
    )
  return [
    ...heated.map((range) => heating(building, plant, { powerKw, temperatureC, heatPerKwh }, range)),
    ...outside('BUILDING_COLD', 'below', comfortMinC.map((min, t) => min - temperatureC[t])),
    ...outside('BUILDING_HOT', 'above', comfortMaxC.map((max, t) => temperatureC[t] - max)),
  ].sort((a, b) => a.steps[0][0] - b.steps[0][0]) // prettier-ignore
}

function heating({ id }: BuildingPlant, plant: Plant, columns: Columns, range: StepRange): Explanation {
  const { powerKw, temperatureC, heatPerKwh } = columns
  const energyKwh = runKwh(plant, powerKw, range)
  const pricePerKwh = runMean(plant, powerKw, heatPerKwh, range)
  const endC = temperatureC[range[1] - 1]
  const text =
    `building "${id}" is heated with ${energyKwh.toFixed(1)} kWh ${span(plant, range)} at ${money(pricePerKwh)} ` +
    `${plant.currency}/kWh, to ${endC.toFixed(1)} °C`
  return { assetId: id, steps: [range], code: 'BUILDING_HEATED', numbers: { energyKwh, pricePerKwh, endC }, text }
}

interface Outside {
  readonly code: string
  readonly word: string
  readonly kelvin: Float64Array
  readonly heatPerKwh: Float64Array
}
function discomfort(building: BuildingPlant, plant: Plant, outside: Outside, range: StepRange): Explanation {
  const { id, discomfortPricePerKh } = building
  const [from, to] = range
  const mostK = outside.kelvin.subarray(from, to).reduce((high, kelvin) => Math.max(high, kelvin), 0)
  const pricePerKwh = outside.heatPerKwh[from]
  const why =
    outside.code === 'BUILDING_COLD'
      ? `heat is worth ${money(pricePerKwh)} ${plant.currency}/kWh there and a K·h of discomfort costs ${money(discomfortPricePerKh)}`
      : 'nothing here cools'
  const text = `building "${id}" is up to ${mostK.toFixed(1)} K ${outside.word} its comfort ${span(plant, range)}: ${why}`
  return {
    assetId: id,
    steps: [range],
    code: outside.code,
    numbers: { mostK, pricePerKwh, discomfortPricePerKh },
    text,
  }
}

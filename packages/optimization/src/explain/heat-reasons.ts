// Why a source of heat runs when it does: what heat is worth at its node against what it makes it for.
import type { Columns } from '../assets/declare.ts'
import type { BoilerPlant } from '../plant/boiler.ts'
import type { HeatPumpPlant } from '../plant/heat-pump.ts'
import type { Plant } from '../plant/plant.ts'
import type { DualPrices } from '../publish.ts'
import { rangesWhere, span, type StepRange } from '../step-ranges.ts'
import type { Explanation } from './battery-reasons.ts'
import { money, runKwh, runMean } from './run-means.ts'

const ACTIVE_KW = 1e-6
const EVEN_PER_KWH = 1e-6 // prices closer than this are the same to the reader

/** A source of heat as its reason tells it. */
export interface HeatSource {
  readonly id: string
  /** As the sentence calls it, such as `heat pump`. */
  readonly title: string
  readonly code: string
  readonly heatKw: Float64Array
  /** What a kWh of heat is worth at its node, and what its input costs; shapes [T]. */
  readonly worthPerKwh: Float64Array
  readonly costPerKwh: Float64Array
  /** What else the run shows: words after the cost, and numbers. */
  readonly more?: (range: StepRange, worthPerKwh: number) => { text: string; numbers: Readonly<Record<string, number>> }
}

/** One sentence per run: heat is worth x there, and it makes it for y. */
export function heatReasons(plant: Plant, source: HeatSource): Explanation[] {
  const { id, title, code, heatKw } = source
  return rangesWhere(plant.axis.steps, (t) => heatKw[t] > ACTIVE_KW).map((range) => {
    const energyKwh = runKwh(plant, heatKw, range)
    const worthPerKwh = runMean(plant, heatKw, source.worthPerKwh, range)
    const costPerKwh = runMean(plant, heatKw, source.costPerKwh, range)
    const because = worthPerKwh >= costPerKwh - EVEN_PER_KWH ? 'because' : 'although'
    const more = source.more?.(range, worthPerKwh)
    const text =
      `${title} "${id}" makes ${energyKwh.toFixed(1)} kWh of heat ${span(plant, range)}, ${because} heat is worth ` +
      `${money(worthPerKwh)} ${plant.currency}/kWh there and it makes it for ${money(costPerKwh)}${more?.text ?? ''}`
    return {
      assetId: id,
      steps: [range],
      code,
      numbers: { energyKwh, worthPerKwh, costPerKwh, ...more?.numbers },
      text,
    }
  })
}

export function boilerReasons(
  boiler: BoilerPlant,
  plant: Plant,
  columns: Columns,
  { marginal }: DualPrices,
): Explanation[] {
  const inputPerKwh = boiler.fuel ? boiler.fuel.pricePerKwh : marginal[plant.nodes[boiler.node].name]
  return heatReasons(plant, {
    id: boiler.id,
    title: 'boiler',
    code: 'BOILER_RUNS',
    heatKw: columns['heatKw'],
    worthPerKwh: marginal[plant.nodes[boiler.heatNode].name],
    costPerKwh: inputPerKwh.map((price) => price / boiler.efficiency),
  })
}

/** It pays while electricity costs less than worth · COP. */
export function heatPumpReasons(
  pump: HeatPumpPlant,
  plant: Plant,
  { heatKw, powerKw }: Columns,
  { marginal }: DualPrices,
): Explanation[] {
  return heatReasons(plant, {
    id: pump.id,
    title: 'heat pump',
    code: 'HEAT_PUMP_RUNS',
    heatKw,
    worthPerKwh: marginal[plant.nodes[pump.heatNode].name],
    costPerKwh: marginal[plant.nodes[pump.node].name].map((price, t) => price / pump.cop[t]),
    more: (range, worthPerKwh) => {
      const cop = runKwh(plant, heatKw, range) / runKwh(plant, powerKw, range)
      const breakEvenPerKwh = worthPerKwh * cop
      const text = ` (COP ${cop.toFixed(1)}); it pays while electricity costs less than ${money(breakEvenPerKwh)}`
      return { text, numbers: { cop, breakEvenPerKwh } }
    },
  })
}

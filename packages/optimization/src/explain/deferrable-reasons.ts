// Why a load that can wait runs when it does: what it costs there against what it would cost elsewhere.
import type { Columns } from '../assets/declare.ts'
import type { BlockPlant, BlockStart, DeferrablePlant, InterruptiblePlant } from '../plant/deferrable.ts'
import type { Plant } from '../plant/plant.ts'
import type { DualPrices } from '../publish.ts'
import { clock, rangesWhere, span } from '../step-ranges.ts'
import type { Explanation } from './battery-reasons.ts'
import { money, runKwh, runMean } from './run-means.ts'

const ACTIVE_KW = 1e-6

export function deferrableReasons(
  load: DeferrablePlant,
  plant: Plant,
  columns: Columns,
  { marginal }: DualPrices,
): Explanation[] {
  const pricePerKwh = marginal[plant.nodes[load.node].name]
  return load.mode === 'block'
    ? blockReasons(load, plant, columns, pricePerKwh)
    : interruptibleReasons(load, plant, columns, pricePerKwh)
}

/** What a start costs at prices that stand, money. */
const costOf = ({ from, kw }: BlockStart, plant: Plant, pricePerKwh: Float64Array): number =>
  kw.reduce((sum, power, k) => sum + power * plant.axis.stepHours[from + k] * pricePerKwh[from + k], 0)

function blockReasons(block: BlockPlant, plant: Plant, { startUp }: Columns, pricePerKwh: Float64Array): Explanation[] {
  const open = block.starts.filter(({ step }) => step >= 0)
  if (open.length === 0) return []
  const { currency } = plant
  const chosen = open.find(({ step }) => startUp[step] > 0.5)
  const costs = open.map((start) => costOf(start, plant, pricePerKwh))
  if (chosen === undefined) {
    if (block.skipCost === undefined) return []
    const least = Math.min(...costs)
    const text = `deferrable "${block.id}" is skipped for ${money(block.skipCost)} ${currency}; running would cost at least ${money(least)}`
    const numbers = { skipCost: block.skipCost, leastCost: least }
    return [{ assetId: block.id, steps: [], code: 'BLOCK_SKIPPED', numbers, text }]
  }
  const [cost, earliestCost, dearestCost] = [costs[open.indexOf(chosen)], costs[0], Math.max(...costs)]
  const text =
    `deferrable "${block.id}" runs from ${clock(plant, chosen.startMs)} to ${clock(plant, chosen.endMs)} for ${money(cost)} ${currency}; ` +
    `from ${clock(plant, open[0].startMs)} on, as early as it may, it would cost ${money(earliestCost)}, at worst ${money(dearestCost)}`
  const steps = [[chosen.from, chosen.from + chosen.kw.length]] as [number, number][]
  return [{ assetId: block.id, steps, code: 'BLOCK_RUNS', numbers: { cost, earliestCost, dearestCost }, text }]
}

function interruptibleReasons(
  load: InterruptiblePlant,
  plant: Plant,
  { powerKw }: Columns,
  pricePerKwh: Float64Array,
): Explanation[] {
  const free = [...pricePerKwh].filter((_, t) => load.mostKw[t] > powerKw[t] + ACTIVE_KW)
  const nextPerKwh = free.length > 0 ? Math.min(...free) : undefined
  return rangesWhere(plant.axis.steps, (t) => powerKw[t] > ACTIVE_KW).map((range) => {
    const energyKwh = runKwh(plant, powerKw, range)
    const meanPerKwh = runMean(plant, powerKw, pricePerKwh, range)
    const text =
      `deferrable "${load.id}" takes ${energyKwh.toFixed(1)} kWh ${span(plant, range)} for ${money(meanPerKwh)} ${plant.currency}/kWh` +
      (nextPerKwh === undefined ? '' : `; the cheapest it leaves in its window costs ${money(nextPerKwh)}`)
    const numbers = { energyKwh, pricePerKwh: meanPerKwh, ...(nextPerKwh === undefined ? {} : { nextPerKwh }) }
    return { assetId: load.id, steps: [range], code: 'LOAD_RUNS', numbers, text }
  })
}

// Why an electrolyzer runs when it does: what the power for a kg costs against what a kg is sold for, or when it is due.
import type { Columns } from '../assets/declare.ts'
import { kgBy } from '../hydrogen.ts'
import type { ElectrolyzerPlant } from '../plant/electrolyzer.ts'
import type { Plant } from '../plant/plant.ts'
import type { DualPrices } from '../publish.ts'
import { clock, rangesWhere, span, type StepRange } from '../step-ranges.ts'
import type { Explanation } from './battery-reasons.ts'
import { money, runKwh, runMean } from './run-means.ts'

const ACTIVE_KW = 1e-6
const EVEN_PER_KG = 1e-6 // prices closer than this are the same to the reader

/** One sentence per run. Making pays while power costs less than the price of a kg ÷ kWh for it, the best kg first. */
export function electrolyzerReasons(
  electrolyzer: ElectrolyzerPlant,
  plant: Plant,
  columns: Columns,
  { marginal }: DualPrices,
): Explanation[] {
  const pricePerKwh = marginal[plant.nodes[electrolyzer.node].name]
  const runs = rangesWhere(plant.axis.steps, (t) => columns['powerKw'][t] > ACTIVE_KW)
  return runs.map((run) => runReason(electrolyzer, plant, columns, pricePerKwh, run))
}

function runReason(
  electrolyzer: ElectrolyzerPlant,
  plant: Plant,
  { powerKw, hydrogenKg }: Columns,
  marginalPerKwh: Float64Array,
  run: StepRange,
): Explanation {
  const [from, to] = run
  const energyKwh = runKwh(plant, powerKw, run)
  const kg = hydrogenKg[to - 1] - (from === 0 ? 0 : hydrogenKg[from - 1])
  const pricePerKwh = runMean(plant, powerKw, marginalPerKwh, run)
  const costPerKg = (pricePerKwh * energyKwh) / kg
  const soldPerKg = soldMean(electrolyzer, hydrogenKg, run)
  const breakEvenPerKwh = soldPerKg / electrolyzer.loadSegments[0].kwhPerKg
  const made = `electrolyzer "${electrolyzer.id}" makes ${kg.toFixed(1)} kg ${span(plant, run)} from power at ${money(pricePerKwh)} ${plant.currency}/kWh`
  const numbers = { energyKwh, kg, pricePerKwh, costPerKg, soldPerKg, breakEvenPerKwh }
  if (costPerKg <= soldPerKg + EVEN_PER_KG) {
    const text = `${made}, because a kg costs ${money(costPerKg)} that way and is sold for ${money(soldPerKg)}; making pays below ${money(breakEvenPerKwh)}`
    return { assetId: electrolyzer.id, steps: [run], code: 'ELECTROLYZER_SELLS', numbers, text }
  }
  const text = `${made}, ${money(costPerKg)} a kg though it is sold for ${money(soldPerKg)}, because ${dueOf(electrolyzer, plant, hydrogenKg, run)}`
  return { assetId: electrolyzer.id, steps: [run], code: 'ELECTROLYZER_DUE', numbers, text }
}

/** Mean price of the kg of a run. */
function soldMean({ hydrogenPricePerKg }: ElectrolyzerPlant, hydrogenKg: Float64Array, [from, to]: StepRange): number {
  let [kg, sold] = [0, 0]
  for (let t = from; t < to; t++) {
    const made = hydrogenKg[t] - (t === 0 ? 0 : hydrogenKg[t - 1])
    kg += made
    sold += made * hydrogenPricePerKg[t]
  }
  return sold / kg
}

/** The first target after the run's start that its kg were needed for, else its own rules. */
function dueOf({ targets }: ElectrolyzerPlant, plant: Plant, hydrogenKg: Float64Array, [from]: StepRange): string {
  const before = from === 0 ? 0 : hydrogenKg[from - 1]
  const due = targets.find((target) => target.step >= from && target.kg > before && kgBy(target, hydrogenKg) > before)
  if (due) return `${due.kg.toFixed(1)} kg are due by ${clock(plant, due.byMs)}`
  return 'its minimum power and its rules keep it on'
}

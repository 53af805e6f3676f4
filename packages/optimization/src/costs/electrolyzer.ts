import type { Columns } from '../assets/declare.ts'
import { kgPerHour } from '../hydrogen.ts'
import type { ElectrolyzerPlant } from '../plant/electrolyzer.ts'
import type { Lines } from './line.ts'

/** Starts, and what the hydrogen of each step is sold for. */
export function electrolyzerCosts(
  electrolyzer: ElectrolyzerPlant,
  { powerKw, startUp }: Columns,
  stepHours: Float64Array,
): Lines {
  const { rules, hydrogenPricePerKg } = electrolyzer
  const income = powerKw.reduce(
    (sum, kw, t) => sum + kgPerHour(electrolyzer, kw) * stepHours[t] * hydrogenPricePerKg[t],
    0,
  )
  const starts = startUp.reduce((sum, count) => sum + count, 0)
  return [
    ...(rules?.startCost === undefined ? [] : [['start', rules.startCost * starts] as const]),
    ['hydrogen', -income],
  ]
}

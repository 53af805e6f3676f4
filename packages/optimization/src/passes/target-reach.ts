import { kgBy, madeKg } from '../hydrogen.ts'
import type { ElectrolyzerPlant } from '../plant/electrolyzer.ts'

const TOLERANCE_KG = 1e-9

/** Whether full power from the start makes every target. */
export function canMakeTargets(electrolyzer: ElectrolyzerPlant, stepHours: Float64Array): boolean {
  const most = madeKg(electrolyzer, electrolyzer.maxPowerKw, stepHours)
  return electrolyzer.targets.every((target) => kgBy(target, most) >= target.kg - TOLERANCE_KG)
}

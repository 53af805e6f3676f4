// Plans that need no solver: the baselines, the first guess for integers, and the last resort.
import type { BatteryPlant } from './plant/battery.ts'
import type { Plant } from './plant/plant.ts'
import type { Schedules } from './schedule-costs.ts'
import { simulate } from './simulate.ts'

/** Every battery does nothing; a grid limit that is too small curtails, then sheds. */
export const idlePlan = (plant: Plant): Schedules => simulate(plant, { storage: 'idle', beyondLimits: 'shed' })

/**
 * The greedy rule of a plain home controller: store what the node has too much of, deliver what it lacks,
 * and keep what must be there later.
 */
export const rulePlan = (plant: Plant): Schedules =>
  simulate(keepingEnds(plant), { storage: 'greedy', beyondLimits: 'shed' })

/** The plant whose batteries hold back what must be there later. */
export const keepingEnds = (plant: Plant): Plant => ({
  ...plant,
  assets: plant.assets.map((asset) => (asset.type === 'battery' ? reserveEnd(asset) : asset)),
})

/** Keeps from the first step on what any later target asks for. */
function reserveEnd(battery: BatteryPlant): BatteryPlant {
  const { endMinKwh = 0, socTargets } = battery
  const wantedFrom = (t: number): number =>
    socTargets.reduce((most, { step, kwh }) => (step >= t ? Math.max(most, kwh) : most), endMinKwh)
  return { ...battery, minKwh: battery.minKwh.map((kwh, t) => Math.max(kwh, wantedFrom(t))) }
}

// Plans that need no solver: the baselines, the first guess for integers, and the last resort.
import type { Plant } from './plant/plant.ts'
import type { Schedules } from './schedule-costs.ts'
import { simulate } from './simulate.ts'

/** Every battery does nothing; a grid limit that is too small curtails, then sheds. */
export const idlePlan = (plant: Plant): Schedules => simulate(plant, { storage: 'idle', beyondLimits: 'shed' })

/**
 * The greedy rule of a plain home controller: store what the node has too much of, deliver what it lacks,
 * and keep what must be there at the end.
 */
export function rulePlan(plant: Plant): Schedules {
  const keeping = {
    ...plant,
    assets: plant.assets.map((asset) => (asset.type === 'battery' ? reserveEnd(asset) : asset)),
  }
  return simulate(keeping, { storage: 'greedy', beyondLimits: 'shed' })
}

function reserveEnd<B extends { endMinKwh: number | undefined; minKwh: Float64Array }>(battery: B): B {
  const { endMinKwh } = battery
  return endMinKwh === undefined
    ? battery
    : { ...battery, minKwh: battery.minKwh.map((kwh) => Math.max(kwh, endMinKwh)) }
}

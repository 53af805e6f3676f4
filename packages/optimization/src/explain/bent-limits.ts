// Limits that a schedule could not keep, read from the schedule itself, each with a sentence and what would help.
import type { Columns } from '../assets/declare.ts'
import { byType, type ByType, type Plant } from '../plant/plant.ts'
import type { Schedules } from '../schedule-costs.ts'
import { bentBattery } from './bends/battery.ts'
import type { Relaxation } from './bends/bend.ts'
import { bentHeatLoad } from './bends/heat-load.ts'
import { bentDeferrable } from './bends/deferrable.ts'
import { bentElectrolyzer } from './bends/electrolyzer.ts'
import { bentEv } from './bends/ev.ts'
import { bentPins } from '../pins.ts'
import { bentHeatPump } from './bends/heat-pump.ts'
import { bentGenerator } from './bends/generator.ts'
import { bentLoad } from './bends/load.ts'
import { bentRenewable } from './bends/renewable.ts'
import { bentSite } from './bends/site-wide.ts'
import { bentThermalStore } from './bends/thermal-store.ts'

export type { Relaxation } from './bends/bend.ts'

const never = (): Relaxation[] => []
const BENT: ByType<[Plant, Columns], Relaxation[]> = {
  battery: bentBattery,
  pv: bentRenewable,
  wind: bentRenewable,
  load: bentLoad,
  deferrable: bentDeferrable,
  ev: bentEv,
  heatLoad: bentHeatLoad,
  heatPump: bentHeatPump,
  boiler: never,
  thermalStore: bentThermalStore,
  building: never, // discomfort has its price
  generator: bentGenerator,
  electrolyzer: bentElectrolyzer,
  grid: never, // the limits of a connection do not bend
}

/** Every limit that the schedule bends: promises (tier 1), comfort and bands (tier 2), wishes (tier 3). */
export function bentLimits(plant: Plant, schedules: Schedules): Relaxation[] {
  const own = plant.assets.flatMap((asset) => byType(BENT, asset, plant, schedules[asset.id]))
  return [...own, ...bentSite(plant, schedules), ...bentPins(plant, schedules)]
}

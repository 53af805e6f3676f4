// Why each asset does what it does, from the duals of the last linear model: sentences by asset.
import type { Columns } from '../assets/declare.ts'
import { byType, type ByType, type Plant } from '../plant/plant.ts'
import type { DualPrices } from '../publish.ts'
import type { Schedules } from '../schedule-costs.ts'
import { batteryReasons, type Explanation } from './battery-reasons.ts'
import { buildingReasons } from './building-reasons.ts'
import { generatorReasons } from './generator-reasons.ts'
import { deferrableReasons } from './deferrable-reasons.ts'
import { electrolyzerReasons } from './electrolyzer-reasons.ts'
import { evReasons } from './ev-reasons.ts'
import { boilerReasons, heatPumpReasons } from './heat-reasons.ts'
import { thermalStoreReasons } from './thermal-store-reasons.ts'

const silent = (): Explanation[] => []
const REASONS: ByType<[Plant, Columns, DualPrices], Explanation[]> = {
  battery: (battery, plant, columns, { marginal, stored }) =>
    batteryReasons(plant, battery, columns, {
      marginalPerKwh: marginal[plant.nodes[battery.node].name],
      storedPerKwh: stored[battery.id],
    }),
  pv: silent,
  wind: silent,
  load: silent,
  deferrable: deferrableReasons,
  ev: (ev, plant, columns, { marginal, stored }) =>
    evReasons(plant, ev, columns, {
      marginalPerKwh: marginal[plant.nodes[ev.node].name],
      storedPerKwh: stored[ev.id],
    }),
  heatLoad: silent,
  heatPump: heatPumpReasons,
  boiler: boilerReasons,
  thermalStore: thermalStoreReasons,
  building: buildingReasons,
  generator: generatorReasons,
  electrolyzer: electrolyzerReasons,
  grid: silent,
}

/** One sentence per asset and run of steps in which it does one thing. */
export const reasonsOf = (plant: Plant, schedules: Schedules, prices: DualPrices): Explanation[] =>
  plant.assets.flatMap((asset) => byType(REASONS, asset, plant, schedules[asset.id], prices))

// What a schedule costs, from its numbers alone: used for plans, for baselines, for actuals and by the check.
import type { Columns } from './assets/declare.ts'
import type { CostLine } from './cost-lines.ts'
import { batteryCosts } from './costs/battery.ts'
import { electrolyzerCosts } from './costs/electrolyzer.ts'
import { boilerCosts } from './costs/boiler.ts'
import { buildingCosts } from './costs/building.ts'
import { deferrableCosts } from './costs/deferrable.ts'
import { evCosts } from './costs/ev.ts'
import { generatorCosts } from './costs/generator.ts'
import { gridCosts } from './costs/grid.ts'
import { heatPumpCosts } from './costs/heat-pump.ts'
import { energyLine, type Lines } from './costs/line.ts'
import { siteCosts } from './costs/site-wide.ts'
import { thermalStoreCosts } from './costs/thermal-store.ts'
import { byType, type ByType, type Plant } from './plant/plant.ts'
import type { RenewablePlant } from './plant/renewable.ts'

/** Schedules by asset id. */
export type Schedules = Readonly<Record<string, Columns>>

/** What was not delivered; what gave way against its kind, a negative number, has no price. */
const withheld = (kw: Float64Array | undefined): Float64Array =>
  (kw ?? new Float64Array()).map((one) => Math.max(one, 0))

const curtailment = (source: RenewablePlant, { curtailedKw }: Columns, stepHours: Float64Array): Lines =>
  energyLine('curtailment', source.curtailCostPerKwh, withheld(curtailedKw), stepHours)

const COSTS: ByType<[Columns, Float64Array], Lines> = {
  battery: batteryCosts,
  pv: curtailment,
  wind: curtailment,
  load: (load, { shedKw }, stepHours) => energyLine('shed', load.shedCostPerKwh, withheld(shedKw), stepHours),
  heatLoad: () => [],
  heatPump: heatPumpCosts,
  boiler: boilerCosts,
  thermalStore: thermalStoreCosts,
  building: buildingCosts,
  deferrable: deferrableCosts,
  ev: evCosts,
  generator: generatorCosts,
  electrolyzer: electrolyzerCosts,
  grid: gridCosts,
}

/**
 * The cost lines of a schedule, in the order of the request's assets; every line that the assets can have, zero or not.
 * @param schedules columns as published: powerKw, and by type dischargeKw and soc, curtailedKw, shedKw; shape [T]
 */
export function costsOf(plant: Plant, schedules: Schedules): CostLine[] {
  const own = plant.assets.flatMap((asset) =>
    byType(COSTS, asset, schedules[asset.id], plant.axis.stepHours).map(([line, amount]) => ({
      line,
      assetId: asset.id,
      amount,
    })),
  )
  return [...own, ...siteCosts(plant, schedules)]
}

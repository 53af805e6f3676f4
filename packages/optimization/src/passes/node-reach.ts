// What assets can draw and deliver at most, and what they deliver whether it is wanted or not: for bounds and proofs.
import { byType, type AssetPlant, type ByType, type Plant } from '../plant/plant.ts'

/** At one step on the asset's own electricity node, kW ≥ 0 but for `forced`. */
export interface Extremes {
  readonly draw: number
  readonly give: number
  /** Injection that the asset cannot refuse without paying for it, less consumption that it cannot refuse; signed. */
  readonly forced: number
}

const none: Extremes = { draw: 0, give: 0, forced: 0 }
const draws = (kw: number): Extremes => ({ draw: kw, give: 0, forced: 0 })
const EXTREMES: ByType<[step: number], Extremes> = {
  battery: ({ maxChargeKw, maxDischargeKw }, t) => ({ draw: maxChargeKw[t], give: maxDischargeKw[t], forced: 0 }),
  pv: (source, t) => fixed(source.availableKw[t], source.curtailable && !source.curtailCostPerKwh),
  wind: (source, t) => fixed(source.availableKw[t], source.curtailable && !source.curtailCostPerKwh),
  load: ({ powerKw }, t) => fixed(-powerKw[t], false),
  deferrable: ({ mostKw }, t) => draws(mostKw[t]),
  ev: ({ maxChargeKw, maxDischargeKw, plugged }, t) => ({
    draw: maxChargeKw * plugged[t],
    give: maxDischargeKw * plugged[t],
    forced: 0,
  }),
  heatLoad: () => none,
  heatPump: ({ maxPowerKw }) => draws(maxPowerKw),
  boiler: ({ fuel, maxHeatKw, efficiency }) => (fuel ? none : draws(maxHeatKw / efficiency)),
  thermalStore: () => none,
  building: () => none,
  generator: ({ maxPowerKw, minPowerKw, heat }, t) => ({
    draw: 0,
    give: maxPowerKw[t],
    forced: Math.min(maxPowerKw[t], heat ? Infinity : minPowerKw), // on, it cannot refuse its minimum; led by heat, anything
  }),
  electrolyzer: ({ maxPowerKw }, t) => draws(maxPowerKw[t]),
  grid: ({ exportLimitKw, importLimitKw }, t) => ({ draw: exportLimitKw[t], give: importLimitKw[t], forced: 0 }),
}

function fixed(kw: number, refusable: boolean): Extremes {
  return { draw: Math.max(-kw, 0), give: Math.max(kw, 0), forced: refusable ? Math.min(kw, 0) : kw }
}

export const extremesOf = (asset: AssetPlant, step: number): Extremes => byType(EXTREMES, asset, step)

/** The most that everything else on an asset's electricity node can draw or deliver at a step, kW. */
export function reachKw(plant: Plant, asked: AssetPlant, step: number): { draw: number; give: number } {
  let draw = 0
  let give = 0
  for (const asset of plant.assets) {
    if (asset.node !== asked.node || asset.index === asked.index) continue
    const extremes = extremesOf(asset, step)
    draw += extremes.draw
    give += extremes.give
  }
  return { draw, give }
}

// What gives way at a node whose connections are too small: generation is curtailed, then load is shed.
import type { LoadPlant } from '../plant/load.ts'
import { assetsOf } from '../plant/plant.ts'
import type { RenewablePlant } from '../plant/renewable.ts'
import type { Play, Written } from './play.ts'

export function relieve(node: number, t: number, { plant, schedules, surplusKw }: Play): void {
  const here = <A extends { node: number }>(assets: A[]): A[] => assets.filter((asset) => asset.node === node)
  const grids = here(assetsOf(plant, 'grid'))
  const exportKw = grids.reduce((sum, grid) => sum + grid.exportLimitKw[t], 0)
  const importKw = grids.reduce((sum, grid) => sum + grid.importLimitKw[t], 0)
  surplusKw[node] -= curtail(here(assetsOf(plant, 'pv', 'wind')), t, surplusKw[node] - exportKw, schedules)
  surplusKw[node] += shed(here(assetsOf(plant, 'load')), t, -surplusKw[node] - importKw, schedules)
}

const costRank = (cost: number | undefined, missing: number): number => cost ?? missing

/** Curtails `excessKw`, the cheapest first and what may not be curtailed last; returns how much. */
function curtail(sources: readonly RenewablePlant[], t: number, excessKw: number, schedules: Written): number {
  const rank = (source: RenewablePlant): number =>
    source.curtailable ? costRank(source.curtailCostPerKwh, 0) : Infinity
  let done = 0
  for (const source of [...sources].sort((a, b) => rank(a) - rank(b) || a.index - b.index)) {
    if (source.hard.includes('availableKw')) continue
    const columns = schedules[source.id]
    const cutKw = Math.min(Math.max(excessKw - done, 0), Math.max(columns['powerKw'][t], 0))
    columns['powerKw'][t] -= cutKw
    columns['curtailedKw'][t] += cutKw
    done += cutKw
  }
  return done
}

/** Sheds `missingKw`, the cheapest first and what has no price last; returns how much. */
function shed(loads: readonly LoadPlant[], t: number, missingKw: number, schedules: Written): number {
  const rank = (load: LoadPlant): number => costRank(load.shedCostPerKwh, Infinity)
  let done = 0
  for (const load of [...loads].sort((a, b) => rank(a) - rank(b) || a.index - b.index)) {
    if (load.hard.includes('powerKw')) continue
    const columns = schedules[load.id]
    const cutKw = Math.min(Math.max(missingKw - done, 0), Math.max(columns['powerKw'][t], 0))
    columns['powerKw'][t] -= cutKw
    columns['shedKw'][t] += cutKw
    done += cutKw
  }
  return done
}

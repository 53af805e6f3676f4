// What gives way at a node whose connections are too small: generation is curtailed, then load is shed.
import type { LoadPlant } from '../plant/load.ts'
import { assetsOf, type AssetBase } from '../plant/plant.ts'
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

/** Curtails `excessKw`, the cheapest first and what may not be curtailed last; returns how much. */
const curtail = (sources: readonly RenewablePlant[], t: number, excessKw: number, schedules: Written): number =>
  cut(sources, t, excessKw, schedules, {
    column: 'curtailedKw',
    rank: ({ curtailable, curtailCostPerKwh = 0 }) => (curtailable ? curtailCostPerKwh : Infinity),
    firm: 'availableKw',
  })

/** Sheds `missingKw`, the cheapest first and what has no price last; returns how much. */
const shed = (loads: readonly LoadPlant[], t: number, missingKw: number, schedules: Written): number =>
  cut(loads, t, missingKw, schedules, {
    column: 'shedKw',
    rank: ({ shedCostPerKwh = Infinity }) => shedCostPerKwh,
    firm: 'powerKw',
  })

interface Cut<A> {
  /** Where what is cut is written. */
  readonly column: string
  /** Low goes first. */
  readonly rank: (asset: A) => number
  /** The field that makes it never give way where it is hard. */
  readonly firm: string
}
function cut<A extends AssetBase>(
  assets: readonly A[],
  t: number,
  wantedKw: number,
  schedules: Written,
  { column, rank, firm }: Cut<A>,
): number {
  let done = 0
  for (const asset of [...assets].sort((a, b) => rank(a) - rank(b) || a.index - b.index)) {
    if (asset.hard.includes(firm)) continue
    const columns = schedules[asset.id]
    const cutKw = Math.min(Math.max(wantedKw - done, 0), Math.max(columns['powerKw'][t], 0))
    columns['powerKw'][t] -= cutKw
    columns[column][t] += cutKw
    done += cutKw
  }
  return done
}

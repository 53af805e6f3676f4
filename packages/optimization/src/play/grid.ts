import { assetsOf } from '../plant/plant.ts'
import type { Play } from './play.ts'

/** Each connection of a node in turn up to its limit; the last takes what is left, beyond its limit if need be. */
export function playGrids(node: number, t: number, { plant, schedules, surplusKw }: Play): void {
  const grids = assetsOf(plant, 'grid').filter((grid) => grid.node === node)
  let openKw = -surplusKw[node]
  for (const [k, grid] of grids.entries()) {
    const takenKw = Math.min(Math.max(openKw, -grid.exportLimitKw[t]), grid.importLimitKw[t])
    const powerKw = k === grids.length - 1 ? openKw : takenKw
    schedules[grid.id]['powerKw'][t] = powerKw
    openKw -= powerKw
  }
}

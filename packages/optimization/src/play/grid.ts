import type { GridPlant } from '../plant/grid.ts'
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

/** The position that was taken or planned, else the mean of what flows in its interval; the rest is imbalance. */
export function playMarket({ id, market }: GridPlant, { plant, schedules, orders }: Play): void {
  const { powerKw, marketKw, imbalanceKw } = schedules[id]
  if (!market) {
    delete schedules[id]['marketKw']
    delete schedules[id]['imbalanceKw']
    return
  }
  const { stepHours } = plant.axis
  for (const { from, to } of market.intervals) {
    let kwh = 0
    let hours = 0
    for (let t = from; t < to; t++) {
      kwh += powerKw[t] * stepHours[t]
      hours += stepHours[t]
    }
    const positionKw = market.fixedKw?.[from] ?? orders.planned?.(id, 'marketKw', from) ?? kwh / hours
    for (let t = from; t < to; t++) {
      marketKw[t] = positionKw
      imbalanceKw[t] = powerKw[t] - positionKw
    }
  }
}

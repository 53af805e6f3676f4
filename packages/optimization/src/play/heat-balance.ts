// What gives way at a heat node once everyone has played: under a plan first the sources, then the needs.
import { assetsOf } from '../plant/plant.ts'
import { shiftBoiler } from './boiler.ts'
import { leaveUnserved } from './heat-load.ts'
import type { Play } from './play.ts'

/** Closes the balance of a heat node, as far as its assets can. */
export function balanceHeat(node: number, t: number, play: Play): void {
  const { plant, orders, surplusKw } = play
  const boilers = assetsOf(plant, 'boiler').filter(({ heatNode }) => heatNode === node)
  if (orders.planned) for (const boiler of boilers) shiftBoiler(boiler, t, -surplusKw[node], play)
  for (const load of assetsOf(plant, 'heatLoad'))
    if (load.heatNode === node && surplusKw[node] < 0) leaveUnserved(load, t, -surplusKw[node], play)
}

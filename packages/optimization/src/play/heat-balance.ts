// What gives way at a heat node once everyone has played: under a plan first the sources, then the needs.
import { assetsOf } from '../plant/plant.ts'
import { shiftBoiler } from './boiler.ts'
import { leaveUnserved } from './heat-load.ts'
import { shiftHeatPump } from './heat-pump.ts'
import type { Play } from './play.ts'

/** Closes the balance of a heat node, as far as its assets can. */
export function balanceHeat(node: number, t: number, play: Play): void {
  const here = <A extends { heatNode: number }>(assets: A[]): A[] => assets.filter(({ heatNode }) => heatNode === node)
  if (play.orders.planned) shiftSources(node, t, play)
  for (const load of here(assetsOf(play.plant, 'heatLoad')))
    if (play.surplusKw[node] < 0) leaveUnserved(load, t, -play.surplusKw[node], play)
}

/** More from heat pumps first, less from boilers first. */
function shiftSources(node: number, t: number, play: Play): void {
  const { plant, surplusKw } = play
  const shift = (type: 'heatPump' | 'boiler'): void => {
    for (const asset of assetsOf(plant, type)) {
      if (asset.heatNode !== node) continue
      if (asset.type === 'boiler') shiftBoiler(asset, t, -surplusKw[node], play)
      else shiftHeatPump(asset, t, -surplusKw[node], play)
    }
  }
  for (const type of surplusKw[node] < 0 ? (['heatPump', 'boiler'] as const) : (['boiler', 'heatPump'] as const))
    shift(type)
}

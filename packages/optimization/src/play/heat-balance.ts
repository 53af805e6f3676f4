// What gives way at a heat node once everyone has played: stores, under a plan the sources, then buildings, then the needs.
import { assetsOf } from '../plant/plant.ts'
import { shiftBoiler } from './boiler.ts'
import { settleBuilding, shiftBuilding } from './building.ts'
import { leaveUnserved } from './heat-load.ts'
import { shiftHeatPump } from './heat-pump.ts'
import { NOISE_KW } from './heat-room.ts'
import type { Play } from './play.ts'
import { shiftThermalStore } from './thermal-store.ts'

/** Closes the balance of a heat node, as far as its assets can. */
export function balanceHeat(node: number, t: number, play: Play): void {
  const here = <A extends { heatNode: number }>(assets: A[]): A[] => assets.filter(({ heatNode }) => heatNode === node)
  const { plant, orders, surplusKw } = play
  const useStores = (): void => {
    for (const store of here(assetsOf(plant, 'thermalStore'))) shiftThermalStore(store, t, -surplusKw[node], play)
  }
  useStores()
  if (orders.planned && Math.abs(surplusKw[node]) > NOISE_KW) shiftSources(node, t, play)
  useStores() // what a source makes too much, since it cannot make less
  const buildings = here(assetsOf(plant, 'building'))
  for (const building of buildings) shiftBuilding(building, t, surplusKw[node], play)
  for (const building of buildings) settleBuilding(building, t, play)
  for (const load of here(assetsOf(plant, 'heatLoad')))
    if (surplusKw[node] < 0) leaveUnserved(load, t, -surplusKw[node], play)
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
  const order = surplusKw[node] < 0 ? (['heatPump', 'boiler'] as const) : (['boiler', 'heatPump'] as const)
  for (const type of order) shift(type)
}

import { assetsOf } from '../plant/plant.ts'
import { buildingRoomKw } from './building.ts'
import type { Play } from './play.ts'
import { storeRoomKw } from './thermal-store.ts'

/** Less than this is rounding of a published plan, for which nothing starts; half of what the check forgives. */
export const NOISE_KW = 5e-7

/** Whether something at a heat node could take more heat than is asked for at a step. */
export function hasRoomFor(node: number, t: number, kw: number, play: Play): boolean {
  let roomKw = NOISE_KW
  for (const store of assetsOf(play.plant, 'thermalStore'))
    if (store.heatNode === node) roomKw += storeRoomKw(store, t, play)
  for (const building of assetsOf(play.plant, 'building'))
    if (building.heatNode === node) roomKw += buildingRoomKw(building, t, play)
  return kw <= roomKw
}

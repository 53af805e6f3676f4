import { assetsOf } from '../plant/plant.ts'
import type { Play } from './play.ts'
import { storeRoomKw } from './thermal-store.ts'

/** Less than this is rounding of a published plan, for which nothing starts; half of what the check forgives. */
export const NOISE_KW = 5e-7

/** Whether something at a heat node could take more heat than is asked for at a step. */
export function hasRoomFor(node: number, t: number, kw: number, play: Play): boolean {
  const stores = assetsOf(play.plant, 'thermalStore').filter(({ heatNode }) => heatNode === node)
  return kw <= stores.reduce((room, store) => room + storeRoomKw(store, t, play), NOISE_KW)
}

import type { Play } from './play.ts'

const NOISE_KW = 1e-8 // what a published plan is rounded by, and more

/** Whether something at a heat node could take more heat than is asked for at a step. */
export function hasRoomFor(_node: number, _t: number, kw: number, _play: Play): boolean {
  return kw <= NOISE_KW
}

import type { Lane } from './lanes.ts'

/** Where a lane is lowest and highest within a range of steps, for the summary that is read aloud; undefined without values. */
export function peaksOf(
  lane: Lane,
  [first, last]: readonly [number, number],
): { low: number; high: number } | undefined {
  let [low, high] = [-1, -1]
  for (let t = first; t < last; t++) {
    const value = lane.values[t]
    if (Number.isNaN(value)) continue
    if (low < 0 || value < lane.values[low]) low = t
    if (high < 0 || value > lane.values[high]) high = t
  }
  return low < 0 ? undefined : { low, high }
}

import type { Lane } from './lanes.ts'
import { visibleSteps } from './lanes.ts'
import { layoutStack } from './stack.ts'

/** Least and greatest value that is drawn in a window; undefined when every value there is missing. */
export function extentOf(
  lanes: readonly Lane[],
  timesMs: Float64Array,
  windowMs: readonly [number, number],
): readonly [number, number] | undefined {
  const [first, last] = visibleSteps(timesMs, windowMs)
  const layers = layoutStack(lanes.filter((lane) => lane.draw === 'stack'))
  const columns = [
    ...lanes
      .filter((lane) => lane.draw !== 'stack')
      .flatMap(({ values, upper }) => (upper ? [values, upper] : [values])),
    ...layers.flatMap(({ base, tip }) => [base, tip]),
  ]
  let [low, high] = [Infinity, -Infinity]
  for (const column of columns) {
    for (let t = first; t < last; t++) {
      const value = column[t]
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return low <= high ? [low, high] : undefined
}

// An axis starts at zero unless that would waste more than this share of its height.
const MOST_WASTE = 0.5

// Room between what is drawn and the edge of the pane, as a share of the range.
const MARGIN = 0.05

/** A range for the value axis around what is drawn; an end that is zero stays zero. */
export function axisRange(extent: readonly [number, number] | undefined): readonly [number, number] {
  if (!extent) return [0, 1]
  let [low, high] = extent
  if (low > 0 && low <= MOST_WASTE * high) low = 0
  if (high < 0 && high >= MOST_WASTE * low) high = 0
  if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)))
    [low, high] = high === 0 ? [0, 1] : [low - Math.abs(low) * 0.1, high + Math.abs(high) * 0.1]
  const margin = MARGIN * (high - low)
  return [low === 0 ? 0 : low - margin, high === 0 ? 0 : high + margin]
}

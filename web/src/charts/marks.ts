/** Where marks lie: places as shares from the left and from the top of the plot. */
export interface MarkLayout {
  readonly low: number
  readonly high: number
  readonly across: (x: number) => number
  readonly down: (y: number) => number
}

const ROOM = 0.08 // of the range, beyond each end: a mark is not cut off

/** Axes that hold all values; a range of one value gets one unit to each side. */
export function layoutMarks(xs: readonly number[], ys: readonly number[]): MarkLayout {
  const [left, right] = rangeOf(xs)
  const [low, high] = rangeOf(ys)
  return { low, high, across: (x) => (x - left) / (right - left), down: (y) => (high - y) / (high - low) }
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  const known = values.filter((value) => Number.isFinite(value))
  if (known.length === 0) return [0, 1]
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const room = most > least ? (most - least) * ROOM : 1
  return [least - room, most + room]
}

/** Index of the place nearest to a share from the left; undefined without places. */
export function nearestPlace(places: readonly number[], share: number): number | undefined {
  const nearest = places.reduce(
    (best, place, i) => (Math.abs(place - share) < Math.abs(places[best] - share) ? i : best),
    0,
  )
  return places.length > 0 ? nearest : undefined
}

/** The place that a key leads to; undefined for keys that lead nowhere. */
export function placeByKey(key: string, at: number | undefined, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key === 'ArrowRight') return Math.min(count - 1, (at ?? -1) + 1)
  if (key === 'ArrowLeft') return Math.max(0, (at ?? count) - 1)
  return undefined
}

// What a chart draws: lanes over one time axis. Columns, never an object per point.

export type FlowToken =
  | 'ink' | 'ink-3' | 'accent' | 'load' | 'price' | 'pv' | 'wind' | 'gen'
  | 'grid-in' | 'grid-out' | 'batt-dis' | 'batt-ch' | 'ev' | 'heat' // prettier-ignore

export interface Lane {
  readonly key: string
  readonly label: string
  readonly unit: string
  readonly token: FlowToken
  /** Shape [T]; NaN is missing. Of a band the lower edge. */
  readonly values: Float64Array
  /** Upper edge of a band, shape [T]. */
  readonly upper?: Float64Array
  /** Means and sums are steps, instants a line; no spline exists. */
  readonly draw: 'step' | 'line' | 'stack' | 'band'
  readonly role: 'actual' | 'forecast' | 'past-issue' | 'plan' | 'limit'
}

/** The step that holds `ms`: its start is at or before it, and it ends at the next start, the last at `endMs`. */
export function stepAt(timesMs: Float64Array, endMs: number, ms: number): number | undefined {
  if (timesMs.length === 0 || ms < timesMs[0] || ms > endMs) return undefined
  return firstAfter(timesMs, ms) - 1
}

/** Index of the first time after `ms`; the length when there is none. */
export function firstAfter(timesMs: Float64Array, ms: number): number {
  let low = 0
  let high = timesMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (timesMs[middle] <= ms) low = middle + 1
    else high = middle
  }
  return low
}

/** Half-open index range of the steps that are seen in a window. */
export function visibleSteps(
  timesMs: Float64Array,
  [fromMs, toMs]: readonly [number, number],
): readonly [number, number] {
  return [Math.max(0, firstAfter(timesMs, fromMs) - 1), firstAfter(timesMs, toMs)]
}

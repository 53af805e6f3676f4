import { firstAfter } from './lanes.ts'

/** Points of one series as columns; `stepMs` is null for a series without a step. */
export interface Column {
  readonly timesMs: Float64Array
  readonly values: Float64Array
  readonly stepMs: number | null
}
export interface Aligned {
  readonly timesMs: Float64Array
  /** One column per series, shape [T]; NaN where that series says nothing. */
  readonly columns: readonly Float64Array[]
}

/**
 * Lays series of different steps on one time axis. A value holds until the next point, but no longer than its own step:
 * after it a gap begins, so no gap vanishes. Nothing is interpolated.
 */
export function align(series: readonly Column[]): Aligned {
  const marks = new Set<number>()
  for (const { timesMs, stepMs } of series) {
    for (const [i, ms] of timesMs.entries()) {
      marks.add(ms)
      if (stepMs !== null && i + 1 < timesMs.length && timesMs[i + 1] > ms + stepMs) marks.add(ms + stepMs)
    }
    if (series.length > 1 && stepMs !== null && timesMs.length > 0) marks.add(timesMs[timesMs.length - 1] + stepMs)
  }
  const timesMs = Float64Array.from(marks).sort()
  return { timesMs, columns: series.map((column) => hold(column, timesMs)) }
}

function hold({ timesMs, values, stepMs }: Column, axis: Float64Array): Float64Array {
  return axis.map((ms) => {
    const i = firstAfter(timesMs, ms) - 1
    return i < 0 || (stepMs !== null && ms >= timesMs[i] + stepMs) ? NaN : values[i]
  })
}

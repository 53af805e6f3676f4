/** Half-open range of instants, Unix milliseconds UTC. */
export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}

/** One quantity on a regular grid. Step `i` starts at `startMs + i * stepMs`; NaN is a missing value. */
export interface RegularSeries {
  readonly startMs: number
  readonly stepMs: number
  readonly values: Float64Array
}

/** Points of many series as columns, sorted by (series, time); NaN is missing. */
export interface PointColumns {
  readonly seriesIds: Int32Array
  readonly timesMs: Float64Array
  readonly values: Float64Array
  readonly quality: Int16Array
}

/**
 * Lays points onto a regular grid; steps without a point are NaN.
 * @param timesMs starts of intervals, rising; shape [N]
 * @param values  value of each point; shape [N]
 * @returns the grid over `[range.fromMs, range.toMs)`; points off the grid are left out
 */
export function toRegular(
  timesMs: Float64Array,
  values: Float64Array,
  range: TimeRange,
  stepMs: number,
): RegularSeries {
  const steps = Math.max(0, Math.floor((range.toMs - range.fromMs) / stepMs))
  const grid = new Float64Array(steps).fill(NaN)
  for (const [i, timeMs] of timesMs.entries()) {
    const step = (timeMs - range.fromMs) / stepMs
    if (Number.isInteger(step) && step >= 0 && step < steps) grid[step] = values[i]
  }
  return { startMs: range.fromMs, stepMs, values: grid }
}

/** Points of a covariate on their way to the grid of a target; `stepMs` null: no regular step. */
export interface LoosePoints {
  readonly timesMs: Float64Array // starts of steps, rising
  readonly values: Float64Array // NaN is missing
  readonly stepMs: number | null
  readonly kind: 'instant' | 'mean' | 'sum' | 'cumulative'
}

export interface Grid {
  readonly startMs: number
  readonly stepMs: number
  readonly steps: number
}

/**
 * Lays a covariate onto a grid: the mean of finer points inside a step; of coarser ones the value that holds then, or, of
 * instants, the line between the two around.
 * @returns one value per step, NaN where nothing is known; shape [steps]
 */
export function resample(points: LoosePoints, grid: Grid): Float64Array {
  const { stepMs, kind } = points
  if (stepMs === null || stepMs <= grid.stepMs) return meansOf(points, grid)
  return kind === 'instant' ? lineThrough(points, stepMs, grid) : heldValues(points, stepMs, grid)
}

function meansOf({ timesMs, values }: LoosePoints, { startMs, stepMs, steps }: Grid): Float64Array {
  const sums = new Float64Array(steps)
  const counts = new Float64Array(steps)
  for (const [i, timeMs] of timesMs.entries()) {
    const step = Math.floor((timeMs - startMs) / stepMs)
    if (step < 0 || step >= steps || Number.isNaN(values[i])) continue
    sums[step] += values[i]
    counts[step] += 1
  }
  return sums.map((sum, step) => sum / counts[step]) // 0/0 is NaN: nothing known
}

/** Index of the last point at or before each step of the grid, −1 before the first. */
function pointBefore({ timesMs }: LoosePoints, { startMs, stepMs, steps }: Grid): Int32Array {
  const before = new Int32Array(steps)
  let at = -1
  for (let step = 0; step < steps; step += 1) {
    while (at + 1 < timesMs.length && timesMs[at + 1] <= startMs + step * stepMs) at += 1
    before[step] = at
  }
  return before
}

function heldValues(points: LoosePoints, holdMs: number, grid: Grid): Float64Array {
  return Float64Array.from(pointBefore(points, grid), (at, step) => {
    const heldUntilMs = at < 0 ? -Infinity : points.timesMs[at] + holdMs
    return grid.startMs + step * grid.stepMs < heldUntilMs ? points.values[at] : NaN
  })
}

function lineThrough(points: LoosePoints, holdMs: number, grid: Grid): Float64Array {
  const { timesMs, values } = points
  return Float64Array.from(pointBefore(points, grid), (at, step) => {
    const timeMs = grid.startMs + step * grid.stepMs
    if (at < 0 || timeMs >= timesMs[at] + holdMs) return NaN
    const [fromMs, toMs] = [timesMs[at], timesMs[at + 1]]
    const next = toMs - fromMs <= holdMs ? values[at + 1] : NaN
    if (Number.isNaN(next) || toMs === undefined) return values[at]
    return values[at] + ((next - values[at]) * (timeMs - fromMs)) / (toMs - fromMs)
  })
}

/** Equal steps; step `i` is `[startMs + i · stepMs, startMs + (i + 1) · stepMs)`. */
export interface StepGrid {
  readonly startMs: number
  readonly stepMs: number
  readonly steps: number
}

/**
 * Lays values that hold for some time each onto steps: the mean over a step, weighted by time.
 * @param timesMs starts of the intervals, rising; shape [N]
 * @param values  value of each interval; NaN where there is none; shape [N]
 * @param holdMs  length of an interval; a later one ends it early
 * @returns one value per step; NaN where some part of the step has no value; shape [steps]
 */
export function ontoSteps(
  timesMs: ArrayLike<number>,
  values: ArrayLike<number>,
  holdMs: number,
  { startMs, stepMs, steps }: StepGrid,
): Float64Array {
  const laid = new Float64Array(steps)
  const coveredMs = new Float64Array(steps)
  for (let i = 0; i < timesMs.length; i++) {
    if (Number.isNaN(values[i])) continue
    const nextMs = i + 1 < timesMs.length ? timesMs[i + 1] : Infinity
    const fromMs = Math.max(timesMs[i], startMs) - startMs
    const toMs = Math.min(timesMs[i] + holdMs, nextMs, startMs + steps * stepMs) - startMs
    for (let step = Math.floor(fromMs / stepMs); step * stepMs < toMs; step++) {
      const overlapMs = Math.min(toMs, (step + 1) * stepMs) - Math.max(fromMs, step * stepMs)
      laid[step] += values[i] * (overlapMs / stepMs)
      coveredMs[step] += overlapMs
    }
  }
  return laid.map((value, step) => (coveredMs[step] === stepMs ? value : NaN))
}

/** Instants of the steps without a value, as ranges `[from, to)`. */
export function gapsOf(values: Float64Array, { startMs, stepMs }: StepGrid): { fromMs: number; toMs: number }[] {
  const gaps: { fromMs: number; toMs: number }[] = []
  for (const [step, value] of values.entries()) {
    if (!Number.isNaN(value)) continue
    const fromMs = startMs + step * stepMs
    const last = gaps.at(-1)
    if (last?.toMs === fromMs) last.toMs += stepMs
    else gaps.push({ fromMs, toMs: fromMs + stepMs })
  }
  return gaps
}

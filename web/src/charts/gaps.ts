/**
 * Runs of missing values between the first and the last known one: what was expected and is not there.
 * @returns half-open index ranges, rising
 */
export function gapsOf(values: Float64Array): (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = []
  let known = -1
  for (const [t, value] of values.entries()) {
    if (Number.isNaN(value)) continue
    if (known >= 0 && t > known + 1) gaps.push([known + 1, t])
    known = t
  }
  return gaps
}

/** Runs of known values, half-open and rising: what is drawn in one go. */
export function runsOf(values: Float64Array, first: number, last: number): (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = []
  let start = -1
  for (let t = first; t <= last; t++) {
    const known = t < last && !Number.isNaN(values[t])
    if (known && start < 0) start = t
    if (!known && start >= 0) {
      runs.push([start, t])
      start = -1
    }
  }
  return runs
}

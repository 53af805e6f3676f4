/** Signs that a series, or its meter, is no longer what its model learnt. Gaps (NaN) are skipped, never taken for agreement. */

/** What was found: the measure that went too far, its limit, and where. */
export interface DriftFinding {
  readonly index: number // of the value at which it was found
  readonly value: number
  readonly limit: number
}

const P90_DEVIATIONS = 1.2815515594600038 // of a standard normal
const P99_DEVIATIONS = 2.3263478740408408

/**
 * Errors in units of the spread that the forecast claimed: about standard normal while the band is right.
 * @param actual what happened; all shapes [T]
 * @returns NaN where nothing was measured or the band has no width
 */
export function standardErrors(
  actual: Float64Array,
  p10: Float64Array,
  p50: Float64Array,
  p90: Float64Array,
): Float64Array {
  return actual.map((value, i) => {
    const spread = (p90[i] - p10[i]) / (2 * P90_DEVIATIONS)
    return spread > 0 ? (value - p50[i]) / spread : NaN
  })
}

/**
 * Page's cumulative sums, to both sides: finds a mean that moved away from 0 and stayed. A sum grows by what a value exceeds
 * the slack by, and starts again at 0.
 * @param values standardised, mean 0 while all is well; shape [N]
 * @param slack  half of the move that matters
 * @param limit  of the sum; the move is found after about limit ÷ (move − slack) values
 * @returns the first value at which the sum passes the limit, signed as the move; null when none does
 * @see Page (1954), Continuous inspection schemes, Biometrika 41; Hinkley (1971), Biometrika 58
 */
export function pageHinkley(values: Float64Array, slack: number, limit: number): DriftFinding | null {
  let [up, down] = [0, 0]
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue
    up = Math.max(0, up + value - slack)
    down = Math.max(0, down - value - slack)
    if (up > limit || down > limit) return { index, value: up > limit ? up : -down, limit }
  }
  return null
}

/**
 * The 80 % band covers too much or too little.
 * @param least values that it takes to tell; fewer find nothing
 * @returns the share inside and the bound that it passed (0.7 or 0.9); null while it lies between
 */
export function coverageDrift(
  actual: Float64Array,
  p10: Float64Array,
  p90: Float64Array,
  least: number,
): DriftFinding | null {
  let [inside, count] = [0, 0]
  for (const [i, value] of actual.entries()) {
    if (Number.isNaN(value - p10[i] - p90[i])) continue
    count += 1
    if (value >= p10[i] && value <= p90[i]) inside += 1
  }
  const share = inside / count
  if (count < least || (share >= LEAST_COVERED && share <= MOST_COVERED)) return null
  return { index: actual.length - 1, value: share, limit: share < LEAST_COVERED ? LEAST_COVERED : MOST_COVERED }
}
const LEAST_COVERED = 0.7
const MOST_COVERED = 0.9

/**
 * The last days were all worse than the naive.
 * @param skills per day, oldest first; NaN for a day that was not scored ends the row
 * @returns the best of those days' skills; null when one of them was not negative, or there are fewer
 */
export function skillDrift(skills: Float64Array, days: number): DriftFinding | null {
  const last = skills.subarray(Math.max(0, skills.length - days))
  if (last.length < days || !last.every((skill) => skill < 0)) return null
  return { index: skills.length - 1, value: Math.max(...last), limit: 0 }
}

/**
 * The meter was changed, or what it measures: so many steps in a row beyond p1 or p99, all to one side, at a level of their
 * own: they differ less among themselves than they lie away from the forecast. p1 and p99 are drawn from the band.
 * @param steps in a row
 * @returns the last run's distance from the median, and that of the bound it passed, as means; null when there is none
 */
export function meterChange(
  actual: Float64Array,
  p10: Float64Array,
  p50: Float64Array,
  p90: Float64Array,
  steps: number,
): DriftFinding | null {
  const reach = P99_DEVIATIONS / P90_DEVIATIONS
  for (let end = actual.length; end >= steps; end -= 1) {
    const [off, bounds] = [new Float64Array(steps), new Float64Array(steps)]
    for (let k = 0; k < steps; k += 1) {
      const i = end - steps + k
      off[k] = actual[i] - p50[i]
      bounds[k] = reach * (off[k] > 0 ? p90[i] - p50[i] : p10[i] - p50[i])
    }
    if (!isBeyond(off, bounds)) continue
    const level = meanOf(off)
    const spread = Math.sqrt(meanOf(off.map((value) => (value - level) ** 2)))
    if (spread < Math.abs(level) * MOST_SPREAD) return { index: end - 1, value: level, limit: meanOf(bounds) }
  }
  return null
}
const MOST_SPREAD = 0.5 // of the distance

/** All to one side, each beyond its bound. */
const isBeyond = (off: Float64Array, bounds: Float64Array): boolean =>
  off.every((value, k) => value * off[0] > 0 && Math.abs(value) > Math.abs(bounds[k]))

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

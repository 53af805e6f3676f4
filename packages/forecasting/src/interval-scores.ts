/** Scores of intervals and of whole distributions. Gaps (NaN) of the actual are skipped; NaN when nothing is left to score. */

/**
 * Winkler (interval) score of a central interval, averaged: its width, plus 2/α times the distance by which what happened
 * lies outside. Lower is better.
 * @param level nominal coverage of `[lower, upper]`, inside (0, 1); α = 1 − level
 * @throws RangeError when the shapes differ or the level is outside (0, 1)
 * @see Winkler (1972), A decision-theoretic approach to interval estimation, JASA 67
 */
export function winkler(actual: Float64Array, lower: Float64Array, upper: Float64Array, level: number): number {
  if (lower.length !== actual.length || upper.length !== actual.length) {
    throw new RangeError(`${actual.length} actual values, bounds of ${lower.length} and ${upper.length}`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is outside (0, 1)`)
  let sum = 0
  let count = 0
  for (let i = 0; i < actual.length; i += 1) {
    if (Number.isNaN(actual[i])) continue
    const outside = Math.max(lower[i] - actual[i], actual[i] - upper[i], 0)
    sum += upper[i] - lower[i] + (2 / (1 - level)) * outside
    count += 1
  }
  return count > 0 ? sum / count : NaN
}

/**
 * Mean scaled interval score: Winkler's score over the scale of MASE.
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), The M4 Competition, IJF 36(1)
 */
export const msis = (
  actual: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  level: number,
  scale: number,
): number => winkler(actual, lower, upper, level) / scale

/**
 * Histogram of the probability integral transform: which share of the actual values lies below the first level, between
 * each two, and above the last. A calibrated forecast shows the differences of the levels.
 * @param quantiles row-major, shape [levels × T]
 * @returns shares that sum to 1, shape [levels + 1]
 * @see Gneiting, Balabdaoui & Raftery (2007), Probabilistic forecasts, calibration and sharpness, JRSS B 69(2)
 */
export function pitHistogram(actual: Float64Array, quantiles: Float64Array, levels: readonly number[]): Float64Array {
  const steps = actual.length
  if (quantiles.length !== levels.length * steps) {
    throw new RangeError(`${quantiles.length} quantiles for ${levels.length} levels of ${steps} steps`)
  }
  const bins = new Float64Array(levels.length + 1)
  let count = 0
  for (let step = 0; step < steps; step += 1) {
    if (Number.isNaN(actual[step])) continue
    let bin = 0
    while (bin < levels.length && actual[step] > quantiles[bin * steps + step]) bin += 1
    bins[bin] += 1
    count += 1
  }
  return bins.map((share) => share / count)
}

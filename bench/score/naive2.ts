import { mean } from './scored.ts'

/**
 * M4's benchmark Naive2: the last value of the seasonally adjusted series times the index of each step, where a test of
 * the autocorrelation at the season says that there is one; else the last value.
 * @param training shape [T], no gaps
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), The M4 Competition, IJF 36(1)
 */
export function naive2(training: Float64Array, season: number, steps: number): Float64Array {
  const last = training[training.length - 1]
  if (!isSeasonal(training, season)) return new Float64Array(steps).fill(last)
  const indices = multiplicativeIndices(training, season)
  const adjusted = last / indices[(training.length - 1) % season]
  return Float64Array.from({ length: steps }, (_, k) => adjusted * indices[(training.length + k) % season])
}

const CRITICAL = 1.645 // 90 %, two-sided

/** Bartlett's bound on the autocorrelation at lag `season`, given those before it. */
function isSeasonal(training: Float64Array, season: number): boolean {
  if (training.length < 3 * season) return false
  const centre = mean([...training])
  const deviations = training.map((value) => value - centre)
  const variance = deviations.reduce((sum, value) => sum + value * value, 0)
  const correlation = (lag: number): number =>
    deviations.reduce((sum, value, i) => (i >= lag ? sum + value * deviations[i - lag] : sum), 0) / variance
  let squares = 0
  for (let lag = 1; lag < season; lag += 1) squares += correlation(lag) ** 2
  const bound = CRITICAL * Math.sqrt((1 + 2 * squares) / training.length)
  return Math.abs(correlation(season)) > bound
}

/** Classical decomposition: ratios to a centred moving average, averaged per step of the season, mean 1. */
function multiplicativeIndices(training: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(season)
  const counts = new Float64Array(season)
  const half = season / 2 // even: the two ends weigh half
  for (let i = half; i + half < training.length; i += 1) {
    let trend = (training[i - half] + training[i + half]) / 2
    for (let k = i - half + 1; k < i + half; k += 1) trend += training[k]
    sums[i % season] += (training[i] * season) / trend
    counts[i % season] += 1
  }
  const indices = sums.map((sum, i) => sum / counts[i])
  const centre = mean([...indices])
  return indices.map((index) => index / centre)
}

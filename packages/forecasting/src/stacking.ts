/** Steps of Frank and Wolfe's method; each costs members². */
const STEPS = 300
// Estimated weights overfit the few weeks that they are learned from; those by the inverse of the error hardly err, but
// hold on to members that only add error. Half way for up to 28 origins, less with more: on autumn 2009 of GEFCom's load,
// where 84 days weigh, MAE 5.440 with half, 5.376 so.
const MOST_SHRINK = 0.5
const SHRINK_ORIGINS = 14
/** Members below this weight are left out: they would cost their time and move nothing. */
const LEAST_WEIGHT = 0.05
const LEAST_MOMENT = 1e-300 // of a member without error
// One spike must not decide the weights.
const CLIP_SIZES = 5

/**
 * Weights that minimise the squared error of the weighted mean of forecasts, at least 0 and adding up to 1, drawn to
 * the inverse of each one's mean squared error: half way, or by 14 ÷ origins where that is less.
 * @param errors actual − forecast per member, on the same steps; NaN where unknown; shape [members][T]
 * @param origins that the errors are of: those of one origin come together
 * @returns shape [members]
 * @see Bates & Granger (1969), The combination of forecasts; Frank & Wolfe (1956)
 */
export function stackingWeights(errors: readonly Float64Array[], origins = 1): Float64Array {
  const members = errors.length
  const moments = secondMoments(errors)
  const weights = new Float64Array(members).fill(1 / members)
  for (let step = 0; step < STEPS; step += 1) descend(weights, moments)
  const kept = weights.map((weight) => (weight >= LEAST_WEIGHT ? weight : 0))
  const inverse = kept.map((weight, i) => (weight > 0 ? 1 / Math.max(moments[i * members + i], LEAST_MOMENT) : 0))
  const [sum, inverseSum] = [total(kept), total(inverse)]
  const shrink = Math.min(MOST_SHRINK, SHRINK_ORIGINS / origins)
  return kept.map((weight, i) => (1 - shrink) * (weight / sum) + shrink * (inverse[i] / inverseSum))
}

/** One step towards or away from the member with the steepest slope; the quadratic is minimised along the line. */
function descend(weights: Float64Array, moments: Float64Array): void {
  const n = weights.length
  const slope = new Float64Array(n)
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) slope[i] += moments[i * n + j] * weights[j]
  let to = 0
  for (let i = 1; i < n; i += 1) if (slope[i] < slope[to]) to = i
  const now = weights.reduce((sum, weight, i) => sum + weight * slope[i], 0)
  const bend = moments[to * n + to] - 2 * slope[to] + now
  if (!(bend > 0)) return
  const step = Math.min(1, Math.max(0, (now - slope[to]) / bend))
  for (let i = 0; i < n; i += 1) weights[i] += step * ((i === to ? 1 : 0) - weights[i])
}

/** Mean products of the members' errors, clipped; row-major [members × members]. */
function secondMoments(errors: readonly Float64Array[]): Float64Array {
  const n = errors.length
  const sizes = errors.map(meanSize)
  const most = CLIP_SIZES * Math.max(...sizes)
  const moments = new Float64Array(n * n)
  let count = 0
  for (let t = 0; t < errors[0].length; t += 1) {
    if (errors.some((row) => Number.isNaN(row[t]))) continue
    count += 1
    for (let i = 0; i < n; i += 1) {
      const left = Math.min(Math.max(errors[i][t], -most), most)
      for (let j = 0; j < n; j += 1) moments[i * n + j] += left * Math.min(Math.max(errors[j][t], -most), most)
    }
  }
  return count > 0 ? moments.map((sum) => sum / count) : moments
}

function meanSize(errors: Float64Array): number {
  let [sum, count] = [0, 0]
  for (const error of errors) {
    if (Number.isNaN(error)) continue
    sum += Math.abs(error)
    count += 1
  }
  return count > 0 ? sum / count : 0
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

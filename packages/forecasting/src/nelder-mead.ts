export interface NelderMeadLimits {
  readonly step: number // edge of the first simplex
  readonly tolerance: number // stops when the values of a small simplex differ by less
  readonly mostEvaluations: number
}

/**
 * Minimum of a function in the unit box by the downhill simplex; points outside are moved to its edge. Deterministic.
 * @param start shape [n], inside [0, 1]; n = 0 gives the value there
 * @see Nelder & Mead (1965), A simplex method for function minimization, Computer Journal 7(4)
 */
export function nelderMead(
  objective: (at: Float64Array) => number,
  start: readonly number[],
  { step, tolerance, mostEvaluations }: NelderMeadLimits,
): { readonly at: Float64Array; readonly value: number } {
  const n = start.length
  const points = Array.from({ length: n + 1 }, (_, i) => corner(start, i - 1, step))
  const values = points.map(objective)
  let evaluations = n + 1
  const centre = new Float64Array(n)
  let tried = new Float64Array(n)
  let second = new Float64Array(n)
  const evaluate = (target: Float64Array, from: Float64Array, share: number): number => {
    for (let k = 0; k < n; k += 1) target[k] = clamp(centre[k] + share * (from[k] - centre[k]))
    evaluations += 1
    return objective(target)
  }
  for (;;) {
    const { best, worst, next } = ranks(values)
    if (
      n === 0 ||
      evaluations >= mostEvaluations ||
      (values[worst] - values[best] <= tolerance && isSmall(points, best))
    ) {
      return { at: points[best], value: values[best] }
    }
    centreOf(points, worst, centre)
    let reached = evaluate(tried, points[worst], -1)
    if (reached < values[best]) {
      const further = evaluate(second, points[worst], -2)
      if (further < reached) [tried, second, reached] = [second, tried, further]
    } else if (reached >= values[next]) {
      const outside = reached < values[worst]
      const between = evaluate(second, points[worst], outside ? -0.5 : 0.5)
      if (between < Math.min(reached, values[worst])) [tried, second, reached] = [second, tried, between]
      else if (!outside) {
        evaluations += shrink(points, values, best, objective)
        continue
      }
    }
    points[worst].set(tried)
    values[worst] = reached
  }
}

// Two far points may happen to have one value.
const SMALL = 0.02

const isSmall = (points: readonly Float64Array[], best: number): boolean =>
  points.every((point) => point.every((value, k) => Math.abs(value - points[best][k]) <= SMALL))

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1)

/** The start, moved along one axis to the side that has room. */
function corner(start: readonly number[], axis: number, step: number): Float64Array {
  const point = Float64Array.from(start, clamp)
  if (axis >= 0) point[axis] += point[axis] + step <= 1 ? step : -step
  return point
}

/** Positions of the lowest, the highest, and the highest but one. A value that is no number counts as the highest. */
function ranks(values: number[]): { best: number; worst: number; next: number } {
  for (let i = 0; i < values.length; i += 1) if (Number.isNaN(values[i])) values[i] = Infinity
  let best = 0
  let worst = 0
  for (let i = 1; i < values.length; i += 1) {
    if (values[i] < values[best]) best = i
    if (values[i] >= values[worst]) worst = i
  }
  let next = best
  for (let i = 0; i < values.length; i += 1) if (i !== worst && values[i] >= values[next]) next = i
  return { best, worst, next }
}

function centreOf(points: readonly Float64Array[], without: number, centre: Float64Array): void {
  centre.fill(0)
  for (const [i, point] of points.entries()) {
    if (i === without) continue
    for (let k = 0; k < centre.length; k += 1) centre[k] += point[k] / centre.length
  }
}

/** Halves the simplex towards its best point. Returns the evaluations that took. */
function shrink(
  points: readonly Float64Array[],
  values: number[],
  best: number,
  objective: (at: Float64Array) => number,
): number {
  for (const [i, point] of points.entries()) {
    if (i === best) continue
    for (let k = 0; k < point.length; k += 1) point[k] = (point[k] + points[best][k]) / 2
    values[i] = objective(point)
  }
  return points.length - 1
}

import { addRow, emptyEquations, solveRidge } from '../normal-equations.ts'
import { type KnownSums, knownSums } from '../prefix-means.ts'

/**
 * How much of the last errors stays in the next hours: at each knot (a lead) the error is regressed on the mean error
 * of the last hour and of the last day before the origin; between knots by a line, after the last one held.
 */
export interface LevelCorrection {
  readonly knots: readonly number[] // leads in steps, rising
  readonly lastHour: Float64Array // weight per knot
  readonly lastDay: Float64Array // weight per knot
}

const KNOT_HOURS = [0, 1, 2, 4, 8, 16, 24]
// Errors overlap between origins, so that rows count for less than they are: a stiff penalty.
const LAMBDA = 30

/**
 * @param errors actual − prediction per step, NaN where unknown; shape [T]
 */
export function fitLevelCorrection(errors: Float64Array, perDay: number, perHour: number): LevelCorrection {
  const knots = KNOT_HOURS.map((hours) => hours * perHour)
  const known = knownSums(errors)
  const fits = knots.map((lead) => {
    const equations = emptyEquations(2)
    const row = new Float64Array(2)
    for (let origin = perDay; origin + lead < errors.length; origin += perHour) {
      if (Number.isNaN(errors[origin + lead])) continue
      row.set(meanErrors(known, origin, perDay, perHour))
      addRow(equations, row, 0, errors[origin + lead], 1)
    }
    return solveRidge(equations, LAMBDA).coefficients
  })
  return {
    knots,
    lastHour: Float64Array.from(fits, (fit) => fit[0]),
    lastDay: Float64Array.from(fits, (fit) => fit[1]),
  }
}

/**
 * Corrections to add to a prediction.
 * @param errors the last day's errors, ending at the origin; NaN where unknown
 * @returns shape [steps]
 */
export function levelCorrections(
  { knots, lastHour, lastDay }: LevelCorrection,
  errors: Float64Array,
  steps: number,
  perDay: number,
  perHour: number,
): Float64Array {
  const [hour, day] = meanErrors(knownSums(errors), errors.length, perDay, perHour)
  return Float64Array.from(
    { length: steps },
    (_, lead) => hour * between(knots, lastHour, lead) + day * between(knots, lastDay, lead),
  )
}

function between(knots: readonly number[], weights: Float64Array, lead: number): number {
  let k = 0
  while (k + 1 < knots.length && knots[k + 1] <= lead) k += 1
  if (k + 1 === knots.length) return weights[k]
  const share = (lead - knots[k]) / (knots[k + 1] - knots[k])
  return weights[k] + share * (weights[k + 1] - weights[k])
}

/** Mean error of the last hour and of the last day before `origin`; 0 where nothing is known. */
function meanErrors({ sums, counts }: KnownSums, origin: number, perDay: number, perHour: number): [number, number] {
  const mean = (length: number): number => {
    const from = Math.max(0, origin - length)
    const known = counts[origin] - counts[from]
    return known > 0 ? (sums[origin] - sums[from]) / known : 0
  }
  return [mean(perHour), mean(perDay)]
}

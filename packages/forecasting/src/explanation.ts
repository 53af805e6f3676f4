import { medianOf } from './order-statistics.ts'
import type { Explanation, Past } from './model.ts'

/** Groups that every model names alike; covariates are named as their columns are. */
export const BASE = 'base' // what is forecast where nothing is out of the ordinary
export const DAILY = 'daily' // the course of the day
export const WEEKLY = 'weekly' // the day of the week
export const YEARLY = 'yearly' // the time of year
export const HOLIDAY = 'holiday' // a holiday that is no Sunday
export const RECENT = 'recent level' // last values and errors
export const TREES = 'trees' // what trees make of the linear part's answer
export const CALIBRATION = 'calibration' // what the shift of the median, bounds and night add
export const RECONCILIATION = 'reconciliation' // what making a total and its parts sum adds
const OWN_NAMES: readonly string[] = [BASE, DAILY, WEEKLY, YEARLY, HOLIDAY, RECENT, TREES, CALIBRATION, RECONCILIATION]

/** The group of a covariate, or of several that are read as one; told from our own groups. */
export function covariateGroup(names: readonly string[]): string {
  const [first, ...others] = names
  const own = OWN_NAMES.includes(first) ? `covariate ${first}` : first
  return others.length > 0 ? `${own} and ${others.length} more` : own
}

/** Contributions as they are added up, by group; groups keep the order in which they first came. */
export interface Contributions {
  readonly steps: number
  readonly rows: Map<string, Float64Array> // shape [steps] each
}

/** @returns contributions that hold the base alone, 0 */
export const contributionsOf = (steps: number): Contributions => ({
  steps,
  rows: new Map([[BASE, new Float64Array(steps)]]),
})

export function addTo({ steps, rows }: Contributions, group: string, step: number, value: number): void {
  let row = rows.get(group)
  if (!row) rows.set(group, (row = new Float64Array(steps)))
  row[step] += value
}

/** Row-major contributions, the base first. */
export function explained({ steps, rows }: Contributions): Explanation {
  const contributions = new Float64Array(rows.size * steps)
  for (const [i, row] of [...rows.values()].entries()) contributions.set(row, i * steps)
  return { groups: [...rows.keys()], contributions }
}

/** An explanation as contributions that may grow; a copy. */
export function contributionsFrom({ groups, contributions }: Explanation): Contributions {
  const steps = contributions.length / groups.length
  return { steps, rows: new Map(groups.map((group, i) => [group, contributions.slice(i * steps, (i + 1) * steps)])) }
}

/** Sum over all groups; shape [steps]. */
export function summed({ steps, rows }: Contributions): Float64Array {
  const sum = new Float64Array(steps)
  for (const row of rows.values()) for (let step = 0; step < steps; step += 1) sum[step] += row[step]
  return sum
}

/** Below this distance of base and sum, in transformed numbers, their secant is rounding and a tangent stands in. */
const LEAST_DISTANCE = 1e-6

/**
 * Contributions to a transformed number as contributions to the point: the base is transformed back, the rest of the
 * point is shared out in proportion, so that each group keeps its sign and its share.
 * @param scaled in transformed numbers
 * @param point  what the model forecasts, unit of the series; shape [steps]
 * @param back   transformed number → unit of the series; rising
 * @see Shrikumar, Greenside & Kundaje (2017), Learning Important Features Through Propagating Activation Differences,
 *   ICML: the rescale rule
 */
export function inUnits(scaled: Contributions, point: Float64Array, back: (value: number) => number): Explanation {
  const sums = summed(scaled)
  const base = scaled.rows.get(BASE) ?? new Float64Array(scaled.steps)
  const slopes = base.map((from, step) => slopeOf(from, sums[step], point[step], back))
  const groups = [...scaled.rows.keys()]
  const contributions = new Float64Array(groups.length * scaled.steps)
  for (const [i, row] of [...scaled.rows.values()].entries()) {
    for (let step = 0; step < scaled.steps; step += 1) {
      contributions[i * scaled.steps + step] = row === base ? back(row[step]) : slopes[step] * row[step]
    }
  }
  return withRemainder({ groups, contributions }, point)
}

function slopeOf(from: number, to: number, point: number, back: (value: number) => number): number {
  if (Math.abs(to - from) > LEAST_DISTANCE) return (point - back(from)) / (to - from)
  return (back(from + LEAST_DISTANCE) - back(from - LEAST_DISTANCE)) / (2 * LEAST_DISTANCE)
}

/** Adds what slopes and rounding left of the point to the largest contribution beside the base. */
function withRemainder({ groups, contributions }: Explanation, point: Float64Array): Explanation {
  const steps = point.length
  for (let step = 0; step < steps; step += 1) {
    let [largest, sum] = [0, 0]
    for (let i = 0; i < groups.length; i += 1) {
      const own = Math.abs(contributions[i * steps + step])
      if (i > 0 && (largest === 0 || own > Math.abs(contributions[largest * steps + step]))) largest = i
      sum += contributions[i * steps + step]
    }
    contributions[largest * steps + step] += point[step] - sum
  }
  return { groups, contributions }
}

/** Where a model does not tell its reasons: the median of the known past, and a group of the model's name for the rest. */
export function unexplained(model: string, { values }: Past, point: Float64Array): Explanation {
  const median = medianOf(values)
  const parts = contributionsOf(point.length)
  for (const [step, value] of point.entries()) {
    addTo(parts, BASE, step, median)
    addTo(parts, model, step, value - median)
  }
  return explained(parts)
}

/** A value that is looked up, not computed, is a base without more. */
export const lookedUp = (point: Float64Array): Explanation => ({ groups: [BASE], contributions: point.slice() })

import { factorCholesky, solveCholesky } from './cholesky.ts'
import type { ErrorFactor } from './error-factor.ts'
import { type Axis, dayRanges, dot, TERMS, writeTerms } from './error-terms.ts'
import { sortedKnown, valueAtShare } from './order-statistics.ts'

/** An origin counts half of one that is so many origins newer: models and seasons change. */
export const HALF_LIFE_ORIGINS = 28
/** Fewer origins do not tell what errors grow with. */
const LEAST_ORIGINS = 28
const HOURS = 24
/** What speaks for a coefficient of 0, in origins. */
const PRIOR_ORIGINS = 1
const REFIT_ORIGINS = 14
const FIRST_STEPS = 12
const LATER_STEPS = 4 // from the coefficients of a week before
const MOST_RATIO = 8 // a larger error counts as this many times the expected one
/** An hour with less of the usual size is a plant's night: what moves it is not what moves the day. */
const LEAST_HOUR_SHARE = 0.05

/** Errors in columns, as they come: origin after origin, lead after lead. `origin` and `hour` may be longer than the rest. */
export interface KnownErrors {
  readonly error: Float64Array // actual − median
  readonly origin: Uint16Array // index of the origins
  readonly lead: Int32Array
  readonly hour: Uint8Array // local hour of day
  readonly actual: Float64Array
  readonly medians: readonly Float64Array[] // per origin
  readonly usual: readonly number[] // usual size of errors as known at each origin
}

/** Errors, the range of each day of each forecast, and room for the terms; shape [errors × TERMS]. */
interface FactorData extends KnownErrors {
  readonly ranges: readonly Float64Array[]
  readonly terms: Float64Array
}

/**
 * Factors as they would have been known: fitted anew every fourteen origins and at the issue, each on the errors known by then.
 * @param origins steps of the timeline, rising; `issue` is the step after them that all errors are known at
 * @param target  step that each error became known with
 * @param perDay  steps of a day, counted from the origin
 */
export function fitErrorFactors(
  errors: KnownErrors,
  target: Int32Array,
  origins: readonly number[],
  issue: number,
  perDay: number,
): ErrorFactor[] {
  const factors: ErrorFactor[] = []
  if (origins.length < LEAST_ORIGINS) return factors
  const ranges = errors.medians.map((median) => dayRanges(median, perDay))
  const data = { ...errors, ranges, terms: new Float64Array(errors.error.length * TERMS) }
  for (let next = LEAST_ORIGINS; next < origins.length + REFIT_ORIGINS; next += REFIT_ORIGINS) {
    const count = Math.min(next, origins.length)
    const from = origins[count] ?? issue
    const factor = fitErrorFactor(data, target, count, from, perDay, factors.at(-1)?.coefficients)
    if (factor) factors.push(factor)
  }
  return factors
}

/**
 * Fits |error| ÷ (usual size · profile of the hour) ≈ exp(c · terms) as if errors were exponentially distributed, newer
 * origins first, by Fisher scoring; coefficients are drawn towards 0.
 * @param count of the origins before step `from`
 * @param start coefficients to begin with
 * @returns null where nothing can be told: no errors, or outcomes that are all alike
 * @see Harvey (1976), Estimating regression models with multiplicative heteroscedasticity, Econometrica 44(3)
 */
function fitErrorFactor(
  errors: FactorData,
  target: Int32Array,
  count: number,
  from: number,
  perDay: number,
  start?: Float64Array,
): ErrorFactor | null {
  const { error, origin, hour, usual, terms } = errors
  const isKnown = (i: number): boolean => origin[i] < count && target[i] < from
  const sorted = sortedKnown(errors.actual.filter((_, i) => isKnown(i)))
  const spread = valueAtShare(sorted, 0.9) - valueAtShare(sorted, 0.1)
  if (!(spread > 0)) return null
  const size = usual.slice(0, count).reduce((sum, value) => sum + value, 0) / count
  const axis = { middle: valueAtShare(sorted, 0.5), spread, size }
  const weight = errorWeights(origin, error.length, count, isKnown)
  const ratio = Float64Array.from(error, (value, i) => Math.abs(value) / usual[origin[i]])
  const profile = hourProfile(ratio, hour, weight)
  for (let i = 0; i < ratio.length; i += 1) {
    if (profile[hour[i]] > LEAST_HOUR_SHARE) ratio[i] /= profile[hour[i]]
    else weight[i] = 0
  }
  writeAllTerms(errors, axis, perDay, weight)
  const bounds = centreTerms(terms, weight)
  return bounds && { from, ...axis, ...bounds, coefficients: fisherScoring(terms, ratio, weight, start) }
}

/** Weights of the known errors: together 1 for the newest origin, whatever its horizon. */
function errorWeights(
  origin: Uint16Array,
  length: number,
  origins: number,
  isKnown: (i: number) => boolean,
): Float64Array {
  const count = new Float64Array(origins)
  for (let i = 0; i < length; i += 1) if (isKnown(i)) count[origin[i]] += 1
  return Float64Array.from({ length }, (_, i) =>
    isKnown(i) ? 0.5 ** ((origins - 1 - origin[i]) / HALF_LIFE_ORIGINS) / count[origin[i]] : 0,
  )
}

/** Mean ratio of each hour of the day and, half as much, of the two beside it. */
function hourProfile(ratio: Float64Array, hour: Uint8Array, weight: Float64Array): Float64Array {
  const sum = new Float64Array(HOURS)
  const total = new Float64Array(HOURS)
  for (let i = 0; i < ratio.length; i += 1) {
    sum[hour[i]] += weight[i] * ratio[i]
    total[hour[i]] += weight[i]
  }
  const around = (column: Float64Array, h: number): number =>
    column[h] + (column[(h + 1) % HOURS] + column[(h + HOURS - 1) % HOURS]) / 2
  return sum.map((_, h) => (around(total, h) > 0 ? around(sum, h) / around(total, h) : 0))
}

/** Terms of each error that weighs; shape [errors × TERMS]. */
function writeAllTerms(
  { origin, lead, medians, usual, ranges, terms }: FactorData,
  axis: Axis,
  perDay: number,
  weight: Float64Array,
): void {
  for (let i = 0; i < lead.length; i += 1) {
    if (weight[i] === 0) continue
    const own = ranges[origin[i]][Math.floor(lead[i] / perDay)]
    writeTerms(axis, medians[origin[i]][lead[i]], own, usual[origin[i]], terms, i * TERMS)
  }
}

/** Takes the weighted mean from each term, in place. */
function centreTerms(terms: Float64Array, weight: Float64Array): Pick<ErrorFactor, 'centre' | 'least' | 'most'> | null {
  const centre = new Float64Array(TERMS)
  const least = new Float64Array(TERMS).fill(Infinity)
  const most = new Float64Array(TERMS).fill(-Infinity)
  let total = 0
  for (let i = 0; i < weight.length; i += 1) {
    if (!(weight[i] > 0)) continue
    total += weight[i]
    for (let term = 1; term < TERMS; term += 1) {
      const value = terms[i * TERMS + term]
      centre[term] += weight[i] * value
      least[term] = Math.min(least[term], value)
      most[term] = Math.max(most[term], value)
    }
  }
  if (!(total > 0)) return null
  for (let term = 1; term < TERMS; term += 1) centre[term] /= total
  for (let i = 0; i < terms.length; i += 1) terms[i] -= centre[i % TERMS]
  return { centre, least, most }
}

function fisherScoring(
  terms: Float64Array,
  ratio: Float64Array,
  weight: Float64Array,
  start?: Float64Array,
): Float64Array {
  const information = new Float64Array(TERMS * TERMS)
  for (let i = 0; i < weight.length; i += 1) {
    if (weight[i] === 0) continue
    for (let a = 0; a < TERMS; a += 1) {
      const weighted = weight[i] * terms[i * TERMS + a]
      for (let b = 0; b <= a; b += 1) information[a * TERMS + b] += weighted * terms[i * TERMS + b]
    }
  }
  for (let a = 1; a < TERMS; a += 1) information[a * TERMS + a] += PRIOR_ORIGINS
  factorCholesky(information, TERMS)
  const coefficients = start?.slice() ?? new Float64Array(TERMS)
  const steps = start ? LATER_STEPS : FIRST_STEPS
  const gradient = new Float64Array(TERMS)
  for (let step = 0; step < steps; step += 1) {
    for (let a = 0; a < TERMS; a += 1) gradient[a] = a === 0 ? 0 : -PRIOR_ORIGINS * coefficients[a]
    for (let i = 0; i < weight.length; i += 1) {
      if (weight[i] === 0) continue
      const excess = Math.min(ratio[i] / Math.exp(dot(coefficients, terms, i * TERMS)), MOST_RATIO) - 1
      for (let a = 0; a < TERMS; a += 1) gradient[a] += weight[i] * excess * terms[i * TERMS + a]
    }
    const move = solveCholesky(information, TERMS, gradient)
    for (let a = 0; a < TERMS; a += 1) coefficients[a] += Math.min(Math.max(move[a], -1), 1)
  }
  coefficients[0] = 0 // the scores hold it
  return coefficients
}

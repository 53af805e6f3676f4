import { nelderMead } from '../nelder-mead.ts'
import { type Lagged, laggedOf, polynomial, product, runArma, stationaryWeights } from './arma-filter.ts'

/** (p, d, q)(P, D, Q) of a season; all but the season at most 3, 1, 3, 1, 1, 1. */
export interface SarimaOrder {
  readonly p: number
  readonly d: number
  readonly q: number
  readonly seasonalP: number
  readonly seasonalD: number
  readonly seasonalQ: number
  readonly season: number // steps; 1 where there is none
}

export interface SarimaFit {
  readonly order: SarimaOrder
  readonly past: Lagged // of the values, differences included
  readonly moving: Lagged // of the errors
  readonly errors: Float64Array // one-step, 0 before the first that could be told; shape [T]
  readonly aicc: number
}

const LIMITS = { step: 0.15, tolerance: 0.02, mostEvaluations: 150 } as const
const WIDEST = 0.98 // of a partial autocorrelation: nearer to 1 a difference should be taken

/**
 * Fits one order by the conditional sum of squares: values before `judgedFrom` are taken as given, errors before the
 * first that can be told as 0.
 * @param values     filled, without their mean where nothing is differenced; shape [T]
 * @param known      1 where a value was measured; others carry no error
 * @param judgedFrom first step that the criterion counts, the same for all orders that are compared
 * @see Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, section 7.1
 */
export function fitSarima(order: SarimaOrder, values: Float64Array, known: Uint8Array, judgedFrom: number): SarimaFit {
  const difference = differencesOf(order)
  const differenced = withoutDifferences(values, difference)
  const first = firstStep(order)
  // Room in front for the lags of errors, which begin at 0.
  const room = order.q + order.seasonalQ * order.season
  const padded = new Float64Array(room + values.length)
  padded.set(differenced, room)
  const errors = new Float64Array(padded.length)
  const target = (x: Float64Array): number => {
    const { past, moving } = laggedPair(order, x)
    runArma(past, moving, padded, errors, room + first)
    return deviance(errors.subarray(room), known, judgedFrom)
  }
  const { at, value } = nelderMead(target, firstGuess(order), LIMITS)
  target(at)
  const { past, moving } = laggedPair(order, at, difference)
  const judged = known.subarray(judgedFrom).reduce((sum, each) => sum + each, 0)
  return { order, past, moving, errors: errors.slice(room), aicc: value + penalty(order, judged) }
}

/** (1 − B)^d (1 − B^season)^D */
const differencesOf = ({ d, seasonalD, season }: SarimaOrder): Float64Array =>
  product(d > 0 ? polynomial([-1]) : Float64Array.of(1), seasonalD > 0 ? polynomial([-1], season) : Float64Array.of(1))

function withoutDifferences(values: Float64Array, difference: Float64Array): Float64Array {
  const { lags, weights } = laggedOf(difference, 1)
  const first = difference.length - 1
  const differenced = new Float64Array(values.length)
  for (let t = first; t < values.length; t += 1) {
    differenced[t] = values[t]
    for (let k = 0; k < lags.length; k += 1) differenced[t] += weights[k] * values[t - lags[k]]
  }
  return differenced
}

/** The first step that has all its lagged values. */
export const firstStep = ({ p, d, seasonalP, seasonalD, season }: SarimaOrder): number =>
  p + d + (seasonalP + seasonalD) * season

/** Partial autocorrelations in the unit box, 0.5 being 0: a lasting level, a season that changes slowly. */
function firstGuess({ p, q, seasonalP, seasonalQ }: SarimaOrder): number[] {
  const ar = Array.from({ length: p }, (_, k) => (k === 0 ? 0.85 : 0.5))
  const ma = Array.from({ length: q }, () => 0.5)
  return [...ar, ...ma, ...(seasonalP > 0 ? [0.55] : []), ...(seasonalQ > 0 ? [0.75] : [])]
}

function laggedPair(
  { p, q, seasonalP, seasonalQ, season }: SarimaOrder,
  x: Float64Array,
  difference: Float64Array = Float64Array.of(1),
): { past: Lagged; moving: Lagged } {
  const minus = (partial: Float64Array): Float64Array => stationaryWeights(partial).map((weight) => -weight)
  const partial = x.map((share) => WIDEST * (2 * share - 1))
  const at = p + q
  const ar = product(polynomial(minus(partial.subarray(0, p))), polynomial(minus(partial.subarray(at, at + seasonalP)), season)) // prettier-ignore
  const ma = product(polynomial(minus(partial.subarray(p, at))), polynomial(minus(partial.subarray(at + seasonalP, at + seasonalP + seasonalQ)), season)) // prettier-ignore
  return { past: laggedOf(product(ar, difference), -1), moving: laggedOf(ma, 1) }
}

/** −2·log likelihood but for a constant. */
function deviance(errors: Float64Array, known: Uint8Array, from: number): number {
  let squares = 0
  let count = 0
  for (let t = from; t < errors.length; t += 1) {
    if (known[t] === 0) continue
    squares += errors[t] * errors[t]
    count += 1
  }
  const value = count * Math.log(Math.max(squares / count, Number.MIN_VALUE))
  return Number.isNaN(value) ? Infinity : value
}

function penalty({ p, q, seasonalP, seasonalQ }: SarimaOrder, judged: number): number {
  const parameters = p + q + seasonalP + seasonalQ + 1
  const rest = judged - parameters - 1
  return rest > 0 ? 2 * parameters + (2 * parameters * (parameters + 1)) / rest : Infinity
}

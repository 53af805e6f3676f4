import { type Axis, dayRanges, dot, TERMS, writeTerms } from './error-terms.ts'

/**
 * What errors grow with, beside their usual size: how far a step is forecast above or below the middle of the past, how
 * far its day ranges, and the usual size itself, from which errors come back. Plain data.
 */
export interface ErrorFactor extends Axis {
  readonly from: number // step of the timeline that it is known from
  readonly centre: Float64Array // mean of each term; shape [TERMS]
  readonly least: Float64Array // least and most of each term that an error is known of
  readonly most: Float64Array
  readonly coefficients: Float64Array
}

/**
 * What the usual size is multiplied by at each step of a forecast; 1 without a factor. Terms beyond those that errors are
 * known of count as the outermost ones.
 * @param median shape [steps]
 * @param size   usual size of errors as known at the origin
 */
export function errorFactors(
  factor: ErrorFactor | null,
  median: Float64Array,
  size: number,
  perDay: number,
): Float64Array {
  if (!factor) return new Float64Array(median.length).fill(1)
  const ranges = dayRanges(median, perDay)
  const terms = new Float64Array(TERMS)
  return median.map((value, step) => {
    writeTerms(factor, value, ranges[Math.floor(step / perDay)], size, terms, 0)
    for (let a = 1; a < TERMS; a += 1) {
      terms[a] = Math.min(Math.max(terms[a], factor.least[a]), factor.most[a]) - factor.centre[a]
    }
    return Math.exp(dot(factor.coefficients, terms, 0))
  })
}

/** The newest factor that is known at a step; null before the first. */
export const factorAt = (factors: readonly ErrorFactor[], step: number): ErrorFactor | null =>
  factors.findLast(({ from }) => from <= step) ?? null

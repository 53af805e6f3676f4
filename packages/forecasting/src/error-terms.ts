/** How many terms a factor has: 1, above the middle, below it, range of the day, size of the errors. */
export const TERMS = 5

/** What the terms are measured by. */
export interface Axis {
  readonly middle: number // of outcomes
  readonly spread: number // of outcomes, p10..p90
  readonly size: number // mean usual size of errors, which another one is compared with
}

/** Range of each day of a horizon, from the origin's time of day on; a last one that is cut takes that of a whole day. */
export function dayRanges(median: Float64Array, perDay: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(median.length / perDay) }, (_, day) => {
    const part = median.subarray(Math.max(0, Math.min(day * perDay, median.length - perDay)), (day + 1) * perDay)
    return largestOf(part) - leastOf(part)
  })
}

const largestOf = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), -Infinity)
const leastOf = (values: Float64Array): number => values.reduce((least, value) => Math.min(least, value), Infinity)

/**
 * Writes the terms of one step: they neither change with the unit of the series nor with a shift of it.
 * @param value forecast
 * @param range of its day
 * @param own   usual size of errors as known at its origin
 */
export function writeTerms(
  { middle, spread, size }: Axis,
  value: number,
  range: number,
  own: number,
  out: Float64Array,
  at: number,
): void {
  const above = (value - middle) / spread
  out[at] = 1
  out[at + 1] = Math.log(1 + 2 * Math.max(0, above))
  out[at + 2] = Math.log(1 + 2 * Math.max(0, -above))
  out[at + 3] = Math.log(0.1 + range / spread)
  out[at + 4] = Math.log(own / size)
}

/** Coefficients times the terms from `at` on. */
export function dot(coefficients: Float64Array, terms: Float64Array, at: number): number {
  let sum = 0
  for (let a = 0; a < TERMS; a += 1) sum += coefficients[a] * terms[at + a]
  return sum
}

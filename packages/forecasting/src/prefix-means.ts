/** Sums of the values before each step: `prefix[i]` = sum of `values[0..i)`. Shape [T + 1]. */
export function prefixSums(values: Float64Array): Float64Array {
  const prefix = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i += 1) prefix[i + 1] = prefix[i] + values[i]
  return prefix
}

/** Sums and counts of the known values before each step; shape [T + 1] each. */
export interface KnownSums {
  readonly sums: Float64Array
  readonly counts: Float64Array
}

export const knownSums = (values: Float64Array): KnownSums => ({
  sums: prefixSums(values.map((value) => (Number.isNaN(value) ? 0 : value))),
  counts: prefixSums(values.map((value) => (Number.isNaN(value) ? 0 : 1))),
})

/** Mean of the `length` values that end with step `last`, of fewer where the series begins; never before its first value. */
export function meanOfLast(prefix: Float64Array, last: number, length: number): number {
  const end = Math.max(0, last) + 1
  return meanBetween(prefix, Math.max(0, end - length), end)
}

/** Mean of the values within `reach` steps to either side, of fewer at the ends. */
export const meanAround = (prefix: Float64Array, step: number, reach: number): number =>
  meanBetween(prefix, Math.max(0, step - reach), Math.min(prefix.length - 1, step + reach + 1))

const meanBetween = (prefix: Float64Array, from: number, to: number): number =>
  (prefix[to] - prefix[from]) / (to - from)

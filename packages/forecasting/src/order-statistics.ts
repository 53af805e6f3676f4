/** Finite values, rising. */
export const sortedKnown = (values: Float64Array): Float64Array => values.filter(Number.isFinite).sort()

/** Median of the finite values (mean of the middle two); NaN when there is none. */
export function medianOf(values: Float64Array): number {
  const sorted = sortedKnown(values)
  const { length } = sorted
  if (length === 0) return NaN
  const middle = length >> 1
  return length % 2 === 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
}

/**
 * The conformal quantile: the value of rank ceil((n + 1)·level) among n, so that a new exchangeable value lies at or
 * below it with at least probability `level` whenever that rank exists; the largest value stands in for a higher rank.
 * @param sorted rising, shape [n], n ≥ 1
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World
 */
export function conformalQuantile(sorted: Float64Array, level: number): number {
  // (n + 1)·level may be a whole rank in decimal and a hair above it in binary.
  const rank = Math.ceil((sorted.length + 1) * level - 1e-9)
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1]
}

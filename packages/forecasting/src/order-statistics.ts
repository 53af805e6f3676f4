/** Finite values, rising. */
export const sortedKnown = (values: Float64Array): Float64Array => values.filter(Number.isFinite).sort()

/** Median of the finite values (mean of the middle two); NaN when there is none. */
export const medianOf = (values: Float64Array): number => medianOfSorted(sortedKnown(values))

/** Median of finite values that rise already. */
export function medianOfSorted(sorted: ArrayLike<number>): number {
  const { length } = sorted
  if (length === 0) return NaN
  const middle = length >> 1
  return length % 2 === 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
}

/** The value that a share of the sorted ones lies below, 0..1; NaN when there is none. */
export const valueAtShare = (sorted: Float64Array, share: number): number =>
  sorted.length > 0 ? sorted[Math.floor(share * (sorted.length - 1))] : NaN

/**
 * A sample's quantile, linear between ranks.
 * @param sorted rising, shape [n], n ≥ 1
 * @see Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4), definition 6
 */
export function quantileOf(sorted: Float64Array, level: number): number {
  const rank = (sorted.length + 1) * level - 1
  const lower = Math.min(Math.max(Math.floor(rank), 0), sorted.length - 1)
  const upper = Math.min(lower + 1, sorted.length - 1)
  const share = Math.min(Math.max(rank - lower, 0), 1)
  return sorted[lower] + share * (sorted[upper] - sorted[lower])
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

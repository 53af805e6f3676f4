import { medianOf, medianOfSorted, sortedKnown, valueAtShare } from './order-statistics.ts'

/** A reversible map of a series to numbers of about unit size. */
export interface RobustScale {
  readonly centre: number // median
  readonly spread: number // about one standard deviation, above 0
}

/** MAD of a normal distribution is 0.6745 of its standard deviation. */
export const MAD_TO_DEVIATION = 1.4826
// Beyond this many robust deviations the map grows like a logarithm: a spike of 1e9 becomes 8·(1 + ln(1e9/8)) ≈ 157.
const LINEAR_DEVIATIONS = 8

// A tenth of the range p5..p95 (3.3 deviations of a normal): the least spread of a series that rests and jumps (chargers).
const RANGE_SHARE = 0.1

/**
 * Robust centre and spread of the finite values. Where more than half are equal (PV at night) the MAD is 0 and the mean
 * absolute deviation stands in; for a constant series 1.
 */
export function robustScale(values: Float64Array): RobustScale {
  const sorted = sortedKnown(values)
  if (sorted.length === 0) return { centre: 0, spread: 1 }
  const centre = medianOfSorted(sorted)
  const deviations = sorted.map((value) => Math.abs(value - centre))
  const spread = Math.max(
    MAD_TO_DEVIATION * medianOf(deviations),
    RANGE_SHARE * (valueAtShare(sorted, 0.95) - valueAtShare(sorted, 0.05)),
  )
  if (spread > 0) return { centre, spread }
  const mean = deviations.reduce((sum, value) => sum + value / deviations.length, 0)
  return { centre, spread: mean > 0 ? mean : 1 }
}

/** Scaled value: linear within 8 robust deviations, logarithmic beyond; odd, rising, with a continuous slope. */
export function toScaled({ centre, spread }: RobustScale, value: number): number {
  const deviation = (value - centre) / spread
  const size = Math.abs(deviation)
  if (!(size > LINEAR_DEVIATIONS)) return deviation
  return Math.sign(deviation) * LINEAR_DEVIATIONS * (1 + Math.log(size / LINEAR_DEVIATIONS))
}

/** The inverse of `toScaled`. */
export function fromScaled({ centre, spread }: RobustScale, scaled: number): number {
  const size = Math.abs(scaled)
  if (!(size > LINEAR_DEVIATIONS)) return centre + spread * scaled
  return centre + spread * Math.sign(scaled) * LINEAR_DEVIATIONS * Math.exp(size / LINEAR_DEVIATIONS - 1)
}

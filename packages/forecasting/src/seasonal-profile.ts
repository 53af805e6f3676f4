import { knownSums } from './prefix-means.ts'

/** How a season enters: added to the level, or as a factor of it. */
export type SeasonKind = 'additive' | 'multiplicative'

/**
 * Classical decomposition: what each phase of a season adds to (or multiplies) a centred moving average over one season,
 * averaged over the seasons; the profile's mean is 0 (or 1).
 * @param values shape [T], at least two seasons; NaN is missing; all > 0 where multiplicative
 * @param at     step of `values[0]`: phase of step i is `(at + i) % season`
 * @returns per phase; 0 (or 1) for one that has no known value; shape [season]
 */
export function seasonalProfile(values: Float64Array, at: number, season: number, kind: SeasonKind): Float64Array {
  const multiplicative = kind === 'multiplicative'
  const trend = centredMeans(values, season)
  const profile = new Float64Array(season)
  const counts = new Float64Array(season)
  for (let i = 0; i < values.length; i += 1) {
    const ratio = multiplicative ? values[i] / trend[i] : values[i] - trend[i]
    if (!Number.isFinite(ratio)) continue
    const phase = (at + i) % season
    profile[phase] += ratio
    counts[phase] += 1
  }
  for (let phase = 0; phase < season; phase += 1) {
    profile[phase] = counts[phase] > 0 ? profile[phase] / counts[phase] : multiplicative ? 1 : 0
  }
  const centre = profile.reduce((sum, value) => sum + value, 0) / season
  return profile.map((value) => (multiplicative ? value / centre : value - centre))
}

const LEAST_SHARE = 0.5 // of a season that must be known, else its mean says little

/**
 * Mean over one season around each step, both ends weighing half where the season is even; over the known values where
 * some are missing; NaN within half a season of the ends.
 */
export function centredMeans(values: Float64Array, season: number): Float64Array {
  const half = season >> 1
  const endWeight = season % 2 === 0 ? 0.5 : 1
  const { sums, counts } = knownSums(values)
  const means = new Float64Array(values.length).fill(NaN)
  for (let i = half; i + half < values.length; i += 1) {
    const [first, last] = [values[i - half], values[i + half]]
    let sum = sums[i + half] - sums[i - half + 1]
    let weight = counts[i + half] - counts[i - half + 1]
    if (half > 0 && !Number.isNaN(first)) [sum, weight] = [sum + endWeight * first, weight + endWeight]
    if (!Number.isNaN(last)) [sum, weight] = [sum + (half > 0 ? endWeight : 1) * last, weight + endWeight]
    if (weight >= LEAST_SHARE * season) means[i] = sum / weight
  }
  return means
}

/** The seasons, in steps, that a history of `steps` shows `cycles` times; those asked for, else the day and the week. */
export function seasonsShown(
  seasonality: readonly number[] | undefined,
  perDay: number,
  steps: number,
  cycles: number,
): number[] {
  return (seasonality ?? [perDay, 7 * perDay]).filter((season) => season > 1 && steps >= cycles * season)
}

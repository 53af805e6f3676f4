/** Sums that scores are made of. They add up over issues, blocks and attempts; plain numbers, kept as JSON. */
export interface ScoreSums {
  readonly count: number
  readonly absolute: number // |forecast − actual|
  readonly square: number
  readonly error: number // forecast − actual
  readonly size: number // |actual|
  readonly pinball: number // mean over the levels
  readonly banded: number // values with a p10 and a p90
  readonly inside: number // of those between them
  readonly compared: number // values with both naives
  readonly comparedAbsolute: number // the forecast's error there
  readonly naiveDay: number // the naives' errors there
  readonly naiveWeek: number
}

/** One forecast value against what was measured; NaN where there is none. */
export interface ScoredValue {
  readonly actual: number
  readonly point: number
  readonly p10: number
  readonly p90: number
  readonly pinball: number
  readonly day: number // the naive by the day
  readonly week: number
}

export type MutableSums = { -readonly [Name in keyof ScoreSums]: number }

export const emptySums = (): MutableSums => ({
  count: 0, absolute: 0, square: 0, error: 0, size: 0, pinball: 0, banded: 0, inside: 0, compared: 0, comparedAbsolute: 0, naiveDay: 0, naiveWeek: 0,
}) // prettier-ignore

/** Takes one value in; one without an actual or a forecast counts for nothing. */
export function addValue(sums: MutableSums, value: ScoredValue): void {
  const error = value.point - value.actual
  if (Number.isNaN(error)) return
  sums.count += 1
  sums.absolute += Math.abs(error)
  sums.square += error * error
  sums.error += error
  sums.size += Math.abs(value.actual)
  sums.pinball += value.pinball
  if (!Number.isNaN(value.p90 - value.p10)) {
    sums.banded += 1
    if (value.actual >= value.p10 && value.actual <= value.p90) sums.inside += 1
  }
  if (Number.isNaN(value.day + value.week)) return
  sums.compared += 1
  sums.comparedAbsolute += Math.abs(error)
  sums.naiveDay += Math.abs(value.day - value.actual)
  sums.naiveWeek += Math.abs(value.week - value.actual)
}

export function addSums(sums: MutableSums, more: ScoreSums): void {
  for (const name of Object.keys(sums) as (keyof ScoreSums)[]) sums[name] += more[name]
}

/** Pinball loss of one value at a level. */
export const pinballOf = (actual: number, quantile: number, level: number): number =>
  actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual)

export type Naive = 'day' | 'week'

/** The naive that erred less; null when nothing was compared. */
export const betterNaive = ({ compared, naiveDay, naiveWeek }: ScoreSums): Naive | null =>
  compared === 0 ? null : naiveDay <= naiveWeek ? 'day' : 'week'

/** Measures from sums; null where nothing was measured. Units of the series but for nmae, coverage80 and skill. */
export function scoreOf(sums: ScoreSums, naive: Naive | null) {
  const { count, banded, compared } = sums
  const reference = naive === 'day' ? sums.naiveDay : sums.naiveWeek
  return {
    count,
    mae: ratio(sums.absolute, count),
    rmse: count > 0 ? Math.sqrt(sums.square / count) : null,
    nmae: ratio(sums.absolute, sums.size),
    pinball: ratio(sums.pinball, count),
    coverage80: ratio(sums.inside, banded),
    bias: ratio(sums.error, count),
    skill: compared > 0 && reference > 0 ? 1 - sums.comparedAbsolute / reference : null,
    skillCount: compared,
  }
}

const ratio = (sum: number, by: number): number | null => (by > 0 ? sum / by : null)

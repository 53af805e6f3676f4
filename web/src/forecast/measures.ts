// Measures of forecast values against what happened, as a screen names and judges them.
import type { ForecastScore } from '@omarino/contracts'
import type { Formats } from '../formats.ts'
import type { SCORE_MEASURES } from '../url-state.ts'

export { SCORE_MEASURES as MEASURES } from '../url-state.ts'
export type Measure = (typeof SCORE_MEASURES)[number]
export const SHARES: readonly Measure[] = ['nmae', 'coverage80', 'skill']

/** Share of the actuals that p10..p90 is meant to hold. */
export const CALIBRATED = 0.8
const LEAST_COVERED = 0.7 // the bounds at which the service raises an alarm of drift
const MOST_COVERED = 0.9

/** State word of a coverage: `calibrated`, `narrow` (the band holds too little), `wide`, or `unscored`. */
export function coverageState(share: number | null | undefined): 'calibrated' | 'narrow' | 'wide' | 'unscored' {
  if (share === null || share === undefined) return 'unscored'
  return share < LEAST_COVERED ? 'narrow' : share > MOST_COVERED ? 'wide' : 'calibrated'
}

/** A share as percent, anything else as a reading in the unit of the series. */
export const measureText = (f: Formats, measure: Measure, value: number | null): string =>
  SHARES.includes(measure) ? f.percent(value, 1) : f.reading(value)

/** `MAE, kW`: the heading of a measure; shares have no unit, nor have rows of several units. */
export const measureHead = (names: Readonly<Record<Measure, string>>, measure: Measure, unit: string): string =>
  SHARES.includes(measure) || unit === '' ? names[measure] : `${names[measure]}, ${unit}`

/** How many values a measure was computed over. */
export const countOf = ({ count, skillCount }: ForecastScore, measure: Measure): number =>
  measure === 'skill' ? skillCount : count

import { addTo, BASE, type Contributions, DAILY, HOLIDAY, RECENT, WEEKLY } from '../explanation.ts'
import type { CalendarColumns } from '../model.ts'
import type { LinearFit } from '../normal-equations.ts'
import { RIDGE_FEATURES } from './ridge-features.ts'

// Places of a ridge row, in the order that `writeFeatures` writes them.
const DAY_LAGS = 6 // the seventh is a week
const BESIDE_YESTERDAY = 7
const BESIDE_LAST_WEEK = 9
const SIMILAR_DAY = 11
const SAME_TYPE = 12
const WEEK_MEAN = 14
const HARMONICS = 15
const WEEKEND_HARMONICS = 23
const WEEK_HARMONICS = 29
const REST_FLAG = 36

/** What a feature of a ridge row tells of; holidays follow Sundays, so that on one of them it is these that speak. */
export const RIDGE_GROUPS: readonly string[] = Array.from({ length: RIDGE_FEATURES }, (_, i) => groupOf(i))

function groupOf(feature: number): string {
  if (feature < DAY_LAGS || (feature >= BESIDE_YESTERDAY && feature < BESIDE_LAST_WEEK)) return DAILY
  if (feature > SAME_TYPE && feature < HARMONICS) return RECENT
  return feature >= HARMONICS && feature < WEEKEND_HARMONICS ? DAILY : WEEKLY
}

/** Features that hold a value of the series: its distance to the mean of the last week is shape, the rest is level. */
const holdsValue = (feature: number, row: Float64Array): boolean =>
  feature <= SIMILAR_DAY || (feature === SAME_TYPE && row[feature] !== 0)

const followsSunday = (feature: number): boolean =>
  feature === SIMILAR_DAY ||
  feature === SAME_TYPE ||
  (feature >= WEEKEND_HARMONICS && feature < WEEK_HARMONICS) ||
  feature === REST_FLAG

/** True on a holiday that is no Sunday. */
export const isHoliday = ({ dayType, weekday }: CalendarColumns, index: number): boolean =>
  dayType[index] === 2 && weekday[index] !== 6

/** The group of each ridge feature on a day. */
export const ridgeGroup = (feature: number, holiday: boolean): string =>
  holiday && followsSunday(feature) ? HOLIDAY : RIDGE_GROUPS[feature]

/**
 * Adds β·(x − mean) of the ridge features of one step, and the base, which is the mean that was learned from. A value
 * of an earlier day counts twofold: its distance to the mean of the last week as shape, the mean of the week as level.
 * @param row begins with the ridge features
 */
export function addRidge(
  parts: Contributions,
  step: number,
  fit: LinearFit,
  row: Float64Array,
  holiday: boolean,
): void {
  addTo(parts, BASE, step, baseOf(fit))
  const level = row[WEEK_MEAN]
  for (let feature = 0; feature < RIDGE_FEATURES; feature += 1) {
    const mean = fit.means?.[feature] ?? 0
    const group = ridgeGroup(feature, holiday)
    const split = holdsValue(feature, row) ? level : mean
    addTo(parts, group, step, fit.coefficients[feature] * (row[feature] - split))
    if (split !== mean) addTo(parts, RECENT, step, fit.coefficients[feature] * (split - mean))
  }
}

/** What a linear fit says at the mean of all features. */
export function baseOf({ intercept, coefficients, means }: LinearFit): number {
  if (!means) return intercept
  return coefficients.reduce((sum, coefficient, i) => sum + coefficient * means[i], intercept)
}

/** Adds β·(x − mean) of the features from `from` on, each to its group. */
export function addFeatures(
  parts: Contributions,
  step: number,
  { coefficients, means }: LinearFit,
  row: Float64Array,
  groups: readonly string[],
  from = 0,
): void {
  for (const [i, group] of groups.entries()) {
    const feature = from + i
    addTo(parts, group, step, coefficients[feature] * (row[feature] - (means?.[feature] ?? 0)))
  }
}

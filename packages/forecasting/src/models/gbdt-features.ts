import { covariateGroup, DAILY, HOLIDAY, TREES, WEEKLY, YEARLY } from '../explanation.ts'
import { sameTimeBefore } from '../local-lag.ts'
import type { CalendarColumns } from '../model.ts'
import { meanOfLast } from '../prefix-means.ts'
import { RIDGE_FEATURES } from './ridge-features.ts'
import { ridgeGroup } from './ridge-groups.ts'
import type { WeatherColumn, WeatherGroup } from './weather-columns.ts'

/** What both parts of the model read beside the ridge features. */
export interface BoostSource {
  readonly weather: readonly WeatherColumn[]
  readonly observed: readonly Float64Array[] // shape [T], NaN from the origin on
  readonly calendar: CalendarColumns
  readonly perDay: number
  readonly perHour: number
}

/** Terms of a group: now, unshifted, a day, a week ago with squares and cubes, means of a day, now × time of day. */
const LINEAR_TERMS = 17
/** Columns of a group: now, unshifted, a day and a week ago, means of 6, 24 and 72 h. */
const TREE_TERMS = 7
/** Ridge features that trees read: lags and means; of the calendar they read the numbers, not the waves. */
const RIDGE_LAGS = 15
const TREE_CALENDAR = 4
const OBSERVED_LAG_DAYS = [1, 2, 7]
const YEAR_DAYS = 365.2425

export const linearWidth = (groups: number): number => RIDGE_FEATURES + LINEAR_TERMS * groups
export const treeWidth = (groups: number, observed: number): number =>
  RIDGE_LAGS + 1 + TREE_CALENDAR + TREE_TERMS * groups + OBSERVED_LAG_DAYS.length * observed

const times = (group: string, count: number): string[] => new Array<string>(count).fill(group)
const nameOf = ({ members }: WeatherGroup): string => covariateGroup(members.map(({ name }) => name))

/** What each weather term of the ridge tells of. */
export const linearGroups = (groups: readonly WeatherGroup[]): string[] =>
  groups.flatMap((group) => times(nameOf(group), LINEAR_TERMS))

/** What each column of the trees tells of. */
export const treeGroups = (
  groups: readonly WeatherGroup[],
  observed: readonly string[],
  holiday: boolean,
): string[] => [
  ...Array.from({ length: RIDGE_LAGS }, (_, feature) => ridgeGroup(feature, holiday)),
  ...[TREES, DAILY, WEEKLY, holiday ? HOLIDAY : WEEKLY, YEARLY],
  ...groups.flatMap((group) => times(nameOf(group), TREE_TERMS)),
  ...observed.flatMap((name) => times(covariateGroup([name]), OBSERVED_LAG_DAYS.length)),
]

/** Writes the weather terms of the ridge for step `index` after the ridge features of the row that starts at `at`. */
export function writeLinearWeather(source: BoostSource, index: number, rows: Float64Array, at: number): void {
  const { weather, calendar, perDay, perHour } = source
  const angle = (2 * Math.PI * calendar.slot[index]) / perDay
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  let column = at + RIDGE_FEATURES
  for (const { filled, prefix, lagSteps } of weather) {
    const value = (step: number): number => filled[Math.min(Math.max(step, 0), filled.length - 1)]
    const now = value(index - lagSteps)
    for (const days of [1, 7]) {
      const before = value(sameTimeBefore(calendar.offset, index, days, perDay) - lagSteps)
      rows[column++] = before
      rows[column++] = before * before
      rows[column++] = before * before * before
    }
    const day = meanOfLast(prefix, index, perDay)
    const hours = meanOfLast(prefix, index, 3 * perHour)
    const square = now * now
    const terms = [now, square, square * now, filled[index], hours, day, day * day, now * sine, now * cosine]
    for (const term of terms) rows[column++] = term
    rows[column++] = square * sine
    rows[column++] = square * cosine
  }
}

/**
 * Writes what the trees read of step `index`, in single precision: means that are equal but for rounding, as at night or
 * in another unit, are one value to them.
 * @param linear the row of ridge features, from `linearAt` on
 * @param fitted what the ridge says
 */
export function writeTreeRow(
  source: BoostSource,
  index: number,
  linear: Float64Array,
  linearAt: number,
  fitted: number,
  rows: Float64Array,
): void {
  const { weather, observed, calendar, perDay, perHour } = source
  let column = 0
  for (let k = 0; k < RIDGE_LAGS; k += 1) rows[column++] = linear[linearAt + k]
  rows[column++] = fitted
  rows[column++] = calendar.slot[index]
  rows[column++] = calendar.weekday[index]
  rows[column++] = calendar.dayType[index]
  rows[column++] = calendar.day[index] % YEAR_DAYS
  const before = (days: number): number => sameTimeBefore(calendar.offset, index, days, perDay)
  for (const { raw, prefix, lagSteps } of weather) {
    rows[column++] = valueAt(raw, index - lagSteps)
    rows[column++] = raw[index]
    rows[column++] = valueAt(raw, before(1) - lagSteps)
    rows[column++] = valueAt(raw, before(7) - lagSteps)
    for (const hours of [6, 24, 72]) rows[column++] = meanOfLast(prefix, index, hours * perHour)
  }
  for (const own of observed) for (const days of OBSERVED_LAG_DAYS) rows[column++] = valueAt(own, before(days))
  for (let k = 0; k < column; k += 1) rows[k] = Math.fround(rows[k])
}

const valueAt = (values: Float64Array, step: number): number => (step >= 0 && step < values.length ? values[step] : NaN)

import { HOURS } from './lear-days.ts'

/** What the regressions of a day look at, each as rows of 24 local hours: shape [days × 24], scaled. */
export interface LearTable {
  readonly prices: Float64Array
  readonly covariates: readonly Float64Array[] // known a day ahead
  readonly weekday: Float64Array // 0 = Monday .. 6 = Sunday; shape [days]
  readonly holiday: Float64Array // 1 on a public holiday that is no Sunday; shape [days]
}

const PRICE_LAGS_DAYS = [1, 2, 3, 7]
const COVARIATE_LAGS_DAYS = [0, 1, 7]
const WEEKDAYS = 7

/** Days before the first one that has all features. */
export const LONGEST_LAG_DAYS = 7

export const learFeatureCount = (covariates: number): number =>
  HOURS * (PRICE_LAGS_DAYS.length + COVARIATE_LAGS_DAYS.length * covariates) + WEEKDAYS + 2

/**
 * Writes the features of a day: 24 prices of each earlier day, 24 values of each covariate of the day itself and of
 * earlier ones, its weekday, and whether it and the day before are holidays.
 * @param day row of the table, at least `LONGEST_LAG_DAYS`
 */
export function writeLearFeatures(table: LearTable, day: number, row: Float64Array, at: number): void {
  let next = at
  for (const lag of PRICE_LAGS_DAYS) next = copyDay(table.prices, day - lag, row, next)
  for (const covariate of table.covariates) {
    for (const lag of COVARIATE_LAGS_DAYS) next = copyDay(covariate, day - lag, row, next)
  }
  for (let weekday = 0; weekday < WEEKDAYS; weekday += 1) row[next + weekday] = table.weekday[day] === weekday ? 1 : 0
  row[next + WEEKDAYS] = table.holiday[day]
  row[next + WEEKDAYS + 1] = table.holiday[day - 1]
}

function copyDay(source: Float64Array, day: number, row: Float64Array, at: number): number {
  for (let hour = 0; hour < HOURS; hour += 1) row[at + hour] = source[day * HOURS + hour]
  return at + HOURS
}

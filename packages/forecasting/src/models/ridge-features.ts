import { sameTimeBefore } from '../local-lag.ts'
import type { CalendarColumns } from '../model.ts'
import { meanOfLast } from '../prefix-means.ts'

/** Scaled values with their calendar, growing during the recursion. */
export interface FeatureSource {
  readonly scaled: Float64Array // filled, no gaps; shape [T]
  readonly prefix: Float64Array // prefix[i] = sum of scaled[0..i); shape [T + 1]
  readonly calendar: CalendarColumns // shape [T]
  readonly perDay: number
  readonly perHour: number
  readonly daily: Float64Array // harmonics of the day per slot, [perDay × 2·DAY_HARMONICS]
  readonly weekly: Float64Array // harmonics of the week per slot, [7·perDay × 2·WEEK_HARMONICS]
}

const LAG_DAYS = 7
const DAY_HARMONICS = 4
const WEEKEND_HARMONICS = 3
const WEEK_HARMONICS = 3
/** How far back the last day of the same type is sought: over Christmas and a weekend. */
const SIMILAR_DAYS = 10

/** Columns: 7 day lags, 4 an hour beside them, similar day, day lag on same day type, 2 means, harmonics, 4 day flags. */
export const RIDGE_FEATURES = LAG_DAYS + 4 + 2 + 2 + 2 * (DAY_HARMONICS + WEEKEND_HARMONICS + WEEK_HARMONICS) + 4

/** First step whose lags all exist: a week, an hour, and an hour for a change of the clock. */
export const firstRow = (perDay: number, perHour: number): number => LAG_DAYS * perDay + 2 * perHour

/**
 * @param known  filled scaled values to the origin; shape [N]
 * @param calendar past and horizon; shape [T ≥ N]
 */
export function featureSource(
  known: Float64Array,
  calendar: CalendarColumns,
  perDay: number,
  perHour: number,
): FeatureSource {
  const scaled = new Float64Array(calendar.day.length)
  const prefix = new Float64Array(scaled.length + 1)
  const daily = harmonics(perDay, DAY_HARMONICS)
  const weekly = harmonics(7 * perDay, WEEK_HARMONICS)
  const source = { scaled, prefix, calendar, perDay, perHour, daily, weekly }
  for (let i = 0; i < known.length; i += 1) setValue(source, i, known[i])
  return source
}

/** Sets the value of a step; steps are set in order. */
export function setValue({ scaled, prefix }: FeatureSource, index: number, value: number): void {
  scaled[index] = value
  prefix[index + 1] = prefix[index] + value
}

function harmonics(period: number, count: number): Float64Array {
  const table = new Float64Array(period * 2 * count)
  for (let slot = 0; slot < period; slot += 1) {
    for (let k = 1; k <= count; k += 1) {
      const angle = (2 * Math.PI * k * slot) / period
      table[(slot * count + k - 1) * 2] = Math.sin(angle)
      table[(slot * count + k - 1) * 2 + 1] = Math.cos(angle)
    }
  }
  return table
}

/** Writes the features of step `index` to `rows` from `at` on; reads only values of steps before `index`. */
export function writeFeatures(source: FeatureSource, index: number, rows: Float64Array, at: number): void {
  writeCalendar(source, index, rows, writeLags(source, index, rows, at))
}

function writeLags(source: FeatureSource, index: number, rows: Float64Array, at: number): number {
  const { scaled, prefix, calendar, perDay, perHour } = source
  const value = (step: number): number => scaled[Math.min(Math.max(step, 0), index - 1)]
  let column = at
  for (let days = 1; days <= LAG_DAYS; days += 1) {
    rows[column++] = value(sameTimeBefore(calendar.offset, index, days, perDay))
  }
  const yesterday = sameTimeBefore(calendar.offset, index, 1, perDay)
  const lastWeek = sameTimeBefore(calendar.offset, index, LAG_DAYS, perDay)
  for (const base of [yesterday, lastWeek]) {
    rows[column++] = value(base - perHour)
    rows[column++] = value(base + perHour)
  }
  const sameType = calendar.dayType[index] === calendar.dayType[Math.max(yesterday, 0)]
  rows[column++] = similarDay(source, index, rows[at])
  rows[column++] = sameType ? rows[at] : 0
  rows[column++] = meanOfLast(prefix, yesterday, perDay)
  rows[column++] = meanOfLast(prefix, yesterday, LAG_DAYS * perDay)
  return column
}

/** Value at this local time on the last day of the same type (workday, Saturday, Sunday or holiday). */
function similarDay({ scaled, calendar, perDay }: FeatureSource, index: number, otherwise: number): number {
  const type = calendar.dayType[index]
  for (let days = 1; days <= SIMILAR_DAYS; days += 1) {
    const step = sameTimeBefore(calendar.offset, index, days, perDay)
    if (step >= 0 && step < index && calendar.dayType[step] === type) return scaled[step]
  }
  return otherwise
}

function writeCalendar(source: FeatureSource, index: number, rows: Float64Array, at: number): void {
  const { calendar, perDay, daily, weekly } = source
  const slot = calendar.slot[index]
  const weekday = calendar.weekday[index]
  const rest = calendar.dayType[index] > 0 ? 1 : 0
  let column = at
  for (let k = 0; k < 2 * DAY_HARMONICS; k += 1) rows[column++] = daily[slot * 2 * DAY_HARMONICS + k]
  for (let k = 0; k < 2 * WEEKEND_HARMONICS; k += 1) rows[column++] = rest * daily[slot * 2 * DAY_HARMONICS + k]
  const weekSlot = (weekday * perDay + slot) * 2 * WEEK_HARMONICS
  for (let k = 0; k < 2 * WEEK_HARMONICS; k += 1) rows[column++] = weekly[weekSlot + k]
  rows[column++] = calendar.dayType[index] === 1 ? 1 : 0
  rows[column++] = calendar.dayType[index] === 2 ? 1 : 0
  rows[column++] = weekday === 0 ? 1 : 0
  rows[column] = weekday === 4 ? 1 : 0
}

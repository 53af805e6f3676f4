import { covariateGroup, DAILY, HOLIDAY, WEEKLY, YEARLY } from '../explanation.ts'
import type { CalendarColumns } from '../model.ts'
import { meanOfLast } from '../prefix-means.ts'
import type { WeatherColumn, WeatherGroup } from './weather-columns.ts'

/** What an additive model reads: weather over past and horizon, and the calendar. */
export interface GamSource {
  readonly weather: readonly WeatherColumn[]
  readonly knots: readonly Float64Array[] // per weather column, rising
  readonly calendar: CalendarColumns
  readonly perDay: number
  readonly perHour: number
}

export const KNOTS = [0.1, 0.3, 0.5, 0.7, 0.9] // ranks of the past's values
const DAY_HARMONICS = 4
const WEEKEND_HARMONICS = 3
const YEAR_HARMONICS = 2
const YEAR_DAYS = 365.2425
const DAY_FLAGS = 4
/** Of a column: now, its hinges, unshifted, means of 3 and 24 h, and now and its square by time of day. */
const WEATHER_TERMS = 1 + KNOTS.length + 3 + 4 + 2

export const gamWidth = (columns: number): number =>
  2 * (DAY_HARMONICS + WEEKEND_HARMONICS + YEAR_HARMONICS) + DAY_FLAGS + WEATHER_TERMS * columns

/** What each feature of a row tells of; a group of weather has fewer terms where knots fall together. */
export function gamGroups(groups: readonly WeatherGroup[], knots: readonly Float64Array[], holiday: boolean): string[] {
  const rest = holiday ? HOLIDAY : WEEKLY
  const weather = groups.map(({ members }, i) => {
    const terms = WEATHER_TERMS - KNOTS.length + knots[i].length
    return new Array<string>(terms).fill(covariateGroup(members.map(({ name }) => name)))
  })
  return [
    ...new Array<string>(2 * DAY_HARMONICS).fill(DAILY),
    ...new Array<string>(2 * WEEKEND_HARMONICS).fill(rest),
    ...new Array<string>(2 * YEAR_HARMONICS).fill(YEARLY),
    ...[WEEKLY, rest, WEEKLY, WEEKLY],
    ...weather.flat(),
  ]
}

/** Writes the row of step `index`: no value of the series enters it, so that it is the same from every origin. */
export function writeGamRow(source: GamSource, index: number, row: Float64Array, at: number): void {
  const { calendar, perDay, weather, knots } = source
  const angle = (2 * Math.PI * calendar.slot[index]) / perDay
  const rest = calendar.dayType[index] > 0 ? 1 : 0
  let column = writeHarmonics(row, at, angle, DAY_HARMONICS, 1)
  column = writeHarmonics(row, column, angle, WEEKEND_HARMONICS, rest)
  column = writeHarmonics(row, column, (2 * Math.PI * calendar.day[index]) / YEAR_DAYS, YEAR_HARMONICS, 1)
  row[column++] = calendar.dayType[index] === 1 ? 1 : 0
  row[column++] = calendar.dayType[index] === 2 ? 1 : 0
  row[column++] = calendar.weekday[index] === 0 ? 1 : 0
  row[column++] = calendar.weekday[index] === 4 ? 1 : 0
  for (const [i, each] of weather.entries()) column = writeWeather(source, each, knots[i], index, angle, row, column)
}

function writeHarmonics(row: Float64Array, at: number, angle: number, count: number, factor: number): number {
  let column = at
  for (let k = 1; k <= count; k += 1) {
    row[column++] = factor * Math.sin(k * angle)
    row[column++] = factor * Math.cos(k * angle)
  }
  return column
}

function writeWeather(
  { perHour, perDay }: GamSource,
  { filled, prefix, lagSteps }: WeatherColumn,
  knots: Float64Array,
  index: number,
  angle: number,
  row: Float64Array,
  at: number,
): number {
  let column = at
  const now = filled[Math.max(0, index - lagSteps)]
  row[column++] = now
  for (const knot of knots) row[column++] = now > knot ? now - knot : 0
  row[column++] = filled[index]
  row[column++] = meanOfLast(prefix, index - lagSteps, 3 * perHour)
  row[column++] = meanOfLast(prefix, index, perDay)
  for (const k of [1, 2]) {
    row[column++] = now * Math.sin(k * angle)
    row[column++] = now * Math.cos(k * angle)
  }
  row[column++] = now * now * Math.sin(angle)
  row[column++] = now * now * Math.cos(angle)
  return column
}

import type { Timeline } from './columns.ts'
import type { RegularSeries } from '@omarino/energy'
import { sameTimeBefore } from './local-lag.ts'
import { DAY_MS, stepsPerDay } from './model.ts'
import { type SeriesCovariates, type SeriesForecastRequest, timelineAt } from './series-timeline.ts'

/** A past day that is like the first day of a horizon. Both begin at the local time of the issue. */
export interface SimilarDay {
  readonly from: number // step of the timeline that it begins with
  readonly day: number // local date of that step, days since 1970-01-01
  readonly distance: number // 0: all that is compared is equal; 1: about as far as two days picked at random
}

const MOST_DAYS = 3
const LEAST_KNOWN = 0.5 // share of the day's values, else there is nothing to look at
const YEAR_DAYS = 365.2425
const SEASON_DAYS = 91 // two days as far apart in the year differ as much as two of another day type

/**
 * The three past days that are most like the first day of the horizon, by what is known of both: day type, time of year
 * and covariates. Of days that are equally like it the newer one comes first.
 * @param issue  step of the timeline that the horizon starts at; no value from there on is read
 * @param steps  of the horizon, at least 1
 * @param perDay steps in 24 h
 * @param point  compared too, where it is given: with what was measured; shape [steps]
 * @returns at most three, fewer where history is short
 * @see Delle Monache et al. (2013), Probabilistic Weather Prediction with an Analog Ensemble, Mon. Weather Rev. 141(10):
 *   likeness as the distance of covariates over their deviations
 */
export function similarDays(
  timeline: Timeline,
  issue: number,
  steps: number,
  perDay: number,
  point?: Float64Array,
): SimilarDay[] {
  const { calendar, known } = timeline
  const values = timeline.values.subarray(0, issue)
  const compared = Object.values(known).map((column) => ({ past: column, ahead: column.subarray(issue), deviation: deviationOf(column.subarray(0, issue)) })) // prettier-ignore
  if (point) compared.push({ past: values, ahead: point, deviation: deviationOf(values) })
  const days: SimilarDay[] = []
  const length = Math.min(steps, perDay)
  for (let before = 1; ; before += 1) {
    const from = sameTimeBefore(calendar.offset, issue, before, perDay)
    if (from < 0) break
    const at = Array.from({ length }, (_, k) => sameTimeBefore(calendar.offset, issue + k, before, perDay))
    const measured = at.reduce((count, step) => count + (Number.isFinite(values[step]) ? 1 : 0), 0)
    if (measured < LEAST_KNOWN * length) continue
    const squares = compared.map(({ past, ahead, deviation }) => unlikeness(past, at, ahead, deviation))
    const covariates = squares.reduce((sum, square) => sum + square / squares.length, 0)
    const distance = Math.sqrt(covariates + otherType(calendar.dayType, at, issue) + otherSeason(before))
    days.push({ from, day: calendar.day[from], distance })
  }
  return days.sort((a, b) => a.distance - b.distance || b.from - a.from).slice(0, MOST_DAYS)
}

/**
 * The past days of a stored series that are most like the first day of a forecast, the forecast itself included.
 * @param point of the forecast, unit of the series; shape [steps]
 * @returns local dates of their first steps, the nearest first; `distance` as of `similarDays`
 */
export function similarDaysOf(
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates,
  point: Float64Array,
): { readonly date: string; readonly distance: number }[] {
  const timeline = timelineAt(history, covariates, request)
  const days = similarDays(timeline, timeline.values.length, point.length, stepsPerDay(history.stepMs), point)
  return days.map(({ day, distance }) => ({ date: new Date(day * DAY_MS).toISOString().slice(0, 10), distance }))
}

/** Mean square of the differences over twice the variance; 1 where nothing can be compared, as of days at random. */
function unlikeness(past: Float64Array, at: readonly number[], ahead: Float64Array, deviation: number): number {
  let [sum, count] = [0, 0]
  for (const [k, step] of at.entries()) {
    const difference = (past[step] - ahead[k]) / deviation
    if (!Number.isFinite(difference)) continue
    sum += difference * difference
    count += 1
  }
  return count > 0 ? sum / (2 * count) : 1
}

/** Share of steps that lie on a day of another type. */
const otherType = (dayType: Float64Array, at: readonly number[], issue: number): number =>
  at.reduce((count, step, k) => count + (dayType[step] === dayType[issue + k] ? 0 : 1), 0) / at.length

/** Square of the distance in the year, in seasons. */
function otherSeason(daysBefore: number): number {
  const inYear = daysBefore % YEAR_DAYS
  return (Math.min(inYear, YEAR_DAYS - inYear) / SEASON_DAYS) ** 2
}

/** Standard deviation of the finite values; 1 for a column that is constant or empty. */
function deviationOf(column: Float64Array): number {
  const known = column.filter(Number.isFinite)
  const mean = known.reduce((sum, value) => sum + value / known.length, 0)
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0))
  return deviation > 0 ? deviation : 1
}

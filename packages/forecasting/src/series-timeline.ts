import { Failure, type RegularSeries } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { type Timeline, timelineOf } from './columns.ts'
import { assertTask } from './forecast.ts'
import { knownPast } from './history.ts'
import type { Columns, ForecastTask, Location } from './model.ts'

/** What a forecast of one stored series is asked for. */
export interface SeriesForecastRequest {
  readonly issueMs: number // values of intervals that start here or later are not seen; a whole step of the series
  readonly horizonSteps: number
  readonly zone: string // IANA
  readonly country: string | null // ISO 3166 code for holidays
  readonly levels: readonly number[]
  readonly nonNegative: boolean
  readonly capacity: number | null // upper bound, unit of the series
  readonly location?: Location | null // of a PV plant
  readonly model: ForecastTask['model']
  readonly seed: number
  readonly explain?: boolean // true: with what adds up to the point
}

/** Covariates on the grid of the history, from its start on; NaN where nothing is known. */
export interface SeriesCovariates {
  readonly known: Columns // through the horizon
  readonly observed: Columns // to the issue time
}
export const NO_COVARIATES: SeriesCovariates = { known: {}, observed: {} }

/** What is asked of a model by what is asked of a series. */
export const forecastTaskOf = ({ stepMs }: RegularSeries, request: SeriesForecastRequest): ForecastTask => {
  const { levels, nonNegative, capacity, model, seed, location, explain } = request
  return {
    stepMs,
    levels,
    nonNegative,
    capacity,
    model,
    seed,
    ...(location && { location }),
    ...(explain && { explain }),
  }
}

/** Past and horizon on one axis that begins with the first known value. */
export function timelineAt(
  history: RegularSeries,
  covariates: SeriesCovariates,
  request: SeriesForecastRequest,
): Timeline {
  const { issueMs, horizonSteps, zone, country } = request
  const { startMs, stepMs } = history
  assertTask(forecastTaskOf(history, request), horizonSteps)
  const steps = (issueMs - startMs) / stepMs
  if (!Number.isInteger(steps) || steps < 0) {
    const message = `issue time ${issueMs} is not a whole number of steps of ${stepMs} ms after ${startMs}`
    throw new Failure('invalid', 'ISSUE_TIME_INVALID', message, '/issueTime')
  }
  const values = cut(history.values, 0, steps)
  const past = {
    values,
    observed: cutAll(covariates.observed, 0, steps),
    known: cutAll(covariates.known, 0, steps),
    calendar: calendarColumns(startMs, stepMs, steps, zone, country),
  }
  const calendar = calendarColumns(issueMs, stepMs, horizonSteps, zone, country)
  const known = cutAll(covariates.known, steps, horizonSteps)
  return timelineOf(knownPast(past), { known, calendar, steps: horizonSteps })
}

/** `length` values from `from` on; NaN where the column has ended. */
function cut(column: Float64Array, from: number, length: number): Float64Array {
  const part = new Float64Array(length).fill(NaN)
  part.set(column.subarray(from, from + length))
  return part
}

const cutAll = (columns: Columns, from: number, length: number): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, cut(column, from, length)]))

/** A history from a later start on, which lies on its grid. */
export const startingAt = ({ startMs, stepMs, values }: RegularSeries, fromMs: number): RegularSeries => ({
  startMs: fromMs,
  stepMs,
  values: values.subarray((fromMs - startMs) / stepMs),
})

/** Covariates of a history from a later start on. */
export function covariatesFrom(
  { startMs, stepMs }: RegularSeries,
  covariates: SeriesCovariates,
  fromMs: number,
): SeriesCovariates {
  const later = (columns: Columns): Columns =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, column.subarray((fromMs - startMs) / stepMs)]),
    )
  return { known: later(covariates.known), observed: later(covariates.observed) }
}

import { Failure, type RegularSeries } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { type Timeline, timelineOf } from './columns.ts'
import { assertTask, carryOn, forecastFrom, type Prepared, prepareForecast } from './forecast.ts'
import { knownPast } from './history.ts'
import { DAY_MS, type Columns, type Forecast, type ForecastTask, type Location } from './model.ts'

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

/** A chosen and fitted model of one series: plain data, to be stored and sent between threads. */
export interface FittedSeries {
  readonly model: string
  readonly startMs: number // first known value; later histories must reach back to it
  readonly stepMs: number
  readonly trainedToMs: number // end of what it was fitted on
  readonly horizonSteps: number
  readonly levels: readonly number[]
  readonly prepared: Prepared
}

/**
 * Chooses and fits a model of a regular series at an issue time. A history that ends before the issue time is missing
 * from there on; one that goes beyond it is cut.
 * @throws Failure as `forecast`; `ISSUE_TIME_INVALID` when the issue time is off the series' grid; `COUNTRY_UNKNOWN`
 */
export function fitSeries(
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates = NO_COVARIATES,
): FittedSeries {
  const timeline = timelineAt(history, covariates, request)
  const prepared = prepareForecast(timeline, request.horizonSteps, taskOf(history, request))
  return {
    model: prepared.choice.model,
    startMs: request.issueMs - timeline.values.length * history.stepMs,
    stepMs: history.stepMs,
    trainedToMs: request.issueMs,
    horizonSteps: request.horizonSteps,
    levels: request.levels,
    prepared,
  }
}

/** True when a fitted model can make this forecast: same grid and levels, at most a day more ahead than it was judged on. */
export function fits(
  fitted: FittedSeries,
  { stepMs, startMs }: RegularSeries,
  request: SeriesForecastRequest,
): boolean {
  const grid = fitted.stepMs === stepMs && fitted.startMs >= startMs && request.issueMs >= fitted.trainedToMs
  const sameLevels = request.levels.every((level) => fitted.levels.includes(level))
  const sameModel = request.model === 'auto' || request.model === fitted.model
  return grid && sameLevels && sameModel && request.horizonSteps <= fitted.horizonSteps + DAY_MS / stepMs
}

/**
 * Forecasts with a fitted model: takes in what became known since, never fits.
 * @throws Failure `FITTED_MISMATCH` when the model was fitted to another grid or other levels
 */
export function forecastFitted(
  fitted: FittedSeries,
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates = NO_COVARIATES,
): Forecast {
  if (!fits(fitted, history, request)) {
    const trained = new Date(fitted.trainedToMs).toISOString()
    const sentence = `the model fitted at ${trained} on steps of ${fitted.stepMs} ms does not make this forecast`
    throw new Failure('invalid', 'FITTED_MISMATCH', sentence)
  }
  const timeline = timelineAt(
    startingAt(history, fitted.startMs),
    covariatesFrom(history, covariates, fitted.startMs),
    request,
  )
  const task = taskOf(history, request)
  const carried = carryOn(fitted.prepared, timeline, request.horizonSteps, task)
  return forecastFrom(carried, timeline, request.horizonSteps, task)
}

/**
 * Forecasts a regular series from an issue time: step k of the answer starts at `issueMs + k · stepMs`.
 * @throws Failure as `fitSeries`
 */
export function forecastSeries(
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates = NO_COVARIATES,
): Forecast {
  const timeline = timelineAt(history, covariates, request)
  const task = taskOf(history, request)
  return forecastFrom(prepareForecast(timeline, request.horizonSteps, task), timeline, request.horizonSteps, task)
}

const taskOf = ({ stepMs }: RegularSeries, request: SeriesForecastRequest): ForecastTask => {
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
function timelineAt(history: RegularSeries, covariates: SeriesCovariates, request: SeriesForecastRequest): Timeline {
  const { issueMs, horizonSteps, zone, country } = request
  const { startMs, stepMs } = history
  assertTask(taskOf(history, request), horizonSteps)
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

const startingAt = ({ startMs, stepMs, values }: RegularSeries, fromMs: number): RegularSeries => ({
  startMs: fromMs,
  stepMs,
  values: values.subarray((fromMs - startMs) / stepMs),
})

function covariatesFrom(
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

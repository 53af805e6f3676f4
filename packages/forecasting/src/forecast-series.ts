import { Failure, type RegularSeries } from '@omarino/energy'
import { carryOn, forecastFrom, type Prepared, prepareForecast } from './forecast.ts'
import { DAY_MS, type Forecast } from './model.ts'
import { replaysOf, type Replays } from './replays.ts'
import {
  covariatesFrom, NO_COVARIATES, type SeriesCovariates, type SeriesForecastRequest, startingAt, forecastTaskOf, timelineAt,
} from './series-timeline.ts' // prettier-ignore

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
  const prepared = prepareForecast(timeline, request.horizonSteps, forecastTaskOf(history, request))
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
  const { timeline, task, carried } = carriedOn(fitted, history, request, covariates)
  return forecastFrom(carried, timeline, request.horizonSteps, task)
}

/**
 * What a fitted model said at past issues that it replays, and what then was.
 * @throws Failure `FITTED_MISMATCH` as `forecastFitted`
 */
export function replayFitted(
  fitted: FittedSeries,
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates = NO_COVARIATES,
): Replays {
  const { timeline, task, carried } = carriedOn(fitted, history, request, covariates)
  return replaysOf(carried, timeline, request.horizonSteps, task, request.issueMs)
}

/** A fitted model that has taken in what became known since. */
function carriedOn(
  fitted: FittedSeries,
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates,
) {
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
  const task = forecastTaskOf(history, request)
  return { timeline, task, carried: carryOn(fitted.prepared, timeline, request.horizonSteps, task) }
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
  const task = forecastTaskOf(history, request)
  return forecastFrom(prepareForecast(timeline, request.horizonSteps, task), timeline, request.horizonSteps, task)
}

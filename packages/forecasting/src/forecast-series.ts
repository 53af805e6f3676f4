import { Failure, type RegularSeries } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { forecast } from './forecast.ts'
import type { Forecast, ForecastTask } from './model.ts'

/** What a forecast of one stored series is asked for. */
export interface SeriesForecastRequest {
  readonly issueMs: number // values of intervals that start here or later are not seen; a whole step of the series
  readonly horizonSteps: number
  readonly zone: string // IANA
  readonly country: string | null // ISO 3166 code for holidays
  readonly levels: readonly number[]
  readonly nonNegative: boolean
  readonly capacity: number | null // upper bound, unit of the series
  readonly model: ForecastTask['model']
  readonly seed: number
}

/**
 * Forecasts a regular series from an issue time: step k of the answer starts at `issueMs + k · stepMs`. A history that
 * ends before the issue time is missing from there on; one that goes beyond it is cut.
 * @throws Failure as `forecast`; `ISSUE_TIME_INVALID` when the issue time is off the series' grid; `COUNTRY_UNKNOWN`
 */
export function forecastSeries(history: RegularSeries, request: SeriesForecastRequest): Forecast {
  const { issueMs, horizonSteps, zone, country, levels, nonNegative, capacity, model, seed } = request
  const { startMs, stepMs } = history
  const steps = (issueMs - startMs) / stepMs
  if (!Number.isInteger(steps) || steps < 0) {
    const message = `issue time ${issueMs} is not a whole number of steps of ${stepMs} ms after ${startMs}`
    throw new Failure('invalid', 'ISSUE_TIME_INVALID', message, '/issueTime')
  }
  const values = new Float64Array(steps).fill(NaN)
  values.set(history.values.slice(0, steps))
  const past = { values, observed: {}, known: {}, calendar: calendarColumns(startMs, stepMs, steps, zone, country) }
  const calendar = calendarColumns(issueMs, stepMs, horizonSteps, zone, country)
  const task = { stepMs, levels, nonNegative, capacity, model, seed }
  return forecast(past, { known: {}, calendar, steps: horizonSteps }, task)
}

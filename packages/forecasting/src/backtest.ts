import type { Columns, Forecast, ForecastTask } from './model.ts'
import { calendarColumns } from './calendar-columns.ts'
import { futureAt, pastAt, type Timeline } from './columns.ts'
import { forecast } from './forecast.ts'

/** Series on one grid; NaN is missing. */
export interface Panel {
  readonly stepMs: number
  readonly startMs: number
  readonly series: readonly PanelSeries[]
}
export interface PanelSeries {
  readonly id: string
  readonly values: Float64Array // shape [T]
  readonly observed: Columns // covariates known up to the origin only, shape [T] each
  readonly known: Columns // covariates known through the horizon, shape [T] each
}

/** Which forecasts to replay. Parameters are fitted anew at each origin. */
export interface BacktestProtocol {
  readonly originsMs: readonly number[]
  readonly horizonSteps: number
  readonly zone: string
  readonly country: string | null
  readonly task: Omit<ForecastTask, 'stepMs'>
}

/** One forecast of a backtest; step k starts at `originMs + k · stepMs`. */
export interface ForecastBlock {
  readonly id: string
  readonly originMs: number
  readonly forecast: Forecast
}

/**
 * Replays forecasts from past origins, series by series in their order; each sees copies that end at its origin.
 * @throws Failure as `forecast`; RangeError for an origin off the grid or past its end
 */
export function* backtest(panel: Panel, protocol: BacktestProtocol): Generator<ForecastBlock> {
  const { stepMs, startMs } = panel
  const { originsMs, horizonSteps, zone, country } = protocol
  const task = { ...protocol.task, stepMs }
  for (const { id, values, observed, known } of panel.series) {
    // The calendar is known beyond the last value.
    const calendar = calendarColumns(startMs, stepMs, values.length + horizonSteps, zone, country)
    const timeline: Timeline = { values, observed, known, calendar }
    for (const originMs of originsMs) {
      const origin = (originMs - startMs) / stepMs
      if (!Number.isInteger(origin) || origin < 0 || origin > values.length) {
        throw new RangeError(`origin ${originMs} is not a step of the panel`)
      }
      const future = futureAt(timeline, origin, horizonSteps)
      yield { id, originMs, forecast: forecast(pastAt(timeline, origin), future, task) }
    }
  }
}

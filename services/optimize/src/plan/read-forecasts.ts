import { Failure, kwPerUnit } from '@omarino/energy'
import { forecastsKnownAt, getSeries } from '@omarino/store'
import type { KnownForecast, Queryable, SeriesRow } from '@omarino/store'
import type { ForecastSpan } from './horizon.ts'
import { ontoSteps } from './onto-steps.ts'
import type { StepGrid } from './onto-steps.ts'

const HOUR_MS = 3_600_000
const MAX_AGE_HOURS = 48 // an older forecast says too little about the day ahead

/** The forecast that a plan uses for a series. */
export interface PlanForecast extends ForecastSpan {
  readonly id: string
  readonly model: string
  readonly issueMs: number
  /** Quantiles on the steps of a plan, kW; null where the forecast has none. */
  quantilesKw(grid: StepGrid): Readonly<Record<'p10' | 'p50' | 'p90', (number | null)[]>>
}

/**
 * The newest forecast of each series that was known at `issueMs`.
 * @throws Failure 'invalid' `FORECAST_MISSING` naming every series without one that is young enough
 */
export async function readForecasts(
  db: Queryable,
  keys: readonly string[],
  issueMs: number,
): Promise<Map<string, PlanForecast>> {
  const series: SeriesRow[] = []
  for (const key of keys) series.push(await getSeries(db, key)) // one after the other: `db` may be one connection
  const known = await forecastsKnownAt(db, series.map(({ id }) => id), issueMs, MAX_AGE_HOURS * HOUR_MS) // prettier-ignore
  const found = new Map<string, PlanForecast>()
  for (const one of series) {
    const forecast = known.find(({ series_id }) => series_id === one.id)
    if (forecast) found.set(one.key, planForecast(one, forecast))
  }
  const missing = keys.filter((key) => !found.has(key))
  if (missing.length === 0) return found
  const since = new Date(issueMs - MAX_AGE_HOURS * HOUR_MS).toISOString()
  const text = `no forecast of ${missing.join(', ')} was issued between ${since} and ${new Date(issueMs).toISOString()}`
  throw new Failure('invalid', 'FORECAST_MISSING', text)
}

function planForecast(series: SeriesRow, forecast: KnownForecast): PlanForecast {
  const perUnit = kwPerUnit(series.unit)
  if (perUnit === undefined)
    throw new Failure('invalid', 'UNIT_WRONG', `the series ${series.key} is in ${series.unit}, which is no power`)
  const { step_ms: stepMs, times_ms: timesMs } = forecast
  const lay = (values: number[], grid: StepGrid): (number | null)[] =>
    onWire(ontoSteps(timesMs, values, stepMs, grid).map((value) => value * perUnit))
  return {
    id: forecast.id,
    series: series.key,
    model: forecast.model,
    issueMs: forecast.issue_time.getTime(),
    fromMs: timesMs[0],
    toMs: timesMs[timesMs.length - 1] + stepMs,
    stepMs,
    quantilesKw: (grid) => ({
      p10: lay(forecast.p10, grid),
      p50: lay(forecast.p50, grid),
      p90: lay(forecast.p90, grid),
    }),
  }
}

/** NaN in memory is null on the wire. */
export const onWire = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value))

import { Failure, kwPerUnit } from '@omarino/energy'
import { bestForecast, getSeries, readForecastPoints } from '@omarino/store'
import type { ForecastColumns, ForecastRow, Queryable } from '@omarino/store'
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
  /** p50 in the unit of the series; NaN where the forecast has none; shape [steps]. */
  median(grid: StepGrid): Float64Array
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
  const found = new Map<string, PlanForecast>()
  for (const key of keys) {
    const newest = await newestForecast(db, key, issueMs)
    if (newest) found.set(key, newest)
  }
  const missing = keys.filter((key) => !found.has(key))
  if (missing.length === 0) return found
  const since = new Date(issueMs - MAX_AGE_HOURS * HOUR_MS).toISOString()
  const text = `no forecast of ${missing.join(', ')} was issued between ${since} and ${new Date(issueMs).toISOString()}`
  throw new Failure('invalid', 'FORECAST_MISSING', text)
}

/** The newest forecast of a series that was known at `issueMs`; undefined where none is young enough. */
export async function newestForecast(db: Queryable, key: string, issueMs: number): Promise<PlanForecast | undefined> {
  const { id } = await getSeries(db, key)
  const newest = await bestForecast(db, id, issueMs)
  if (!newest || newest.issue_time.getTime() <= issueMs - MAX_AGE_HOURS * HOUR_MS) return undefined
  return planForecast(newest, await readForecastPoints(db, newest.id))
}

function planForecast(forecast: ForecastRow, points: ForecastColumns): PlanForecast {
  const { id, series_key: series, unit, model, step_ms: stepMs } = forecast
  const layKw = (values: Float64Array, grid: StepGrid): (number | null)[] => {
    const perUnit = kwPerUnit(unit)
    if (perUnit === undefined)
      throw new Failure('invalid', 'UNIT_WRONG', `the series ${series} is in ${unit}, which is no power`)
    return onWire(ontoSteps(points.timesMs, values, stepMs, grid).map((value) => value * perUnit))
  }
  const fromMs = forecast.start_time.getTime()
  return {
    id,
    series,
    model,
    issueMs: forecast.issue_time.getTime(),
    fromMs,
    toMs: fromMs + forecast.horizon * stepMs,
    stepMs,
    quantilesKw: (grid) => ({
      p10: layKw(points.p10, grid),
      p50: layKw(points.p50, grid),
      p90: layKw(points.p90, grid),
    }),
    median: (grid) => ontoSteps(points.timesMs, points.p50, stepMs, grid),
  }
}

/** NaN in memory is null on the wire. */
export const onWire = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value))

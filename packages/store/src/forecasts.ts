import { Failure } from '@omarino/energy'
import { all, maybe } from './database.ts'
import type { Queryable } from './database.ts'

/** What is known of a forecast beside its points. Documents are as the packages forecasting and contracts say. */
export interface ForecastRow {
  readonly id: string
  readonly series_id: number
  readonly series_key: string
  readonly unit: string
  readonly model: string
  readonly issue_time: Date
  readonly start_time: Date
  readonly step_ms: number
  readonly horizon: number
  readonly levels: number[]
  readonly flags: string[]
  readonly choice: unknown
  readonly metrics: unknown
  readonly history: unknown
  readonly seed: number
  readonly code_version: string
  readonly inputs_sha256: string
  readonly task_run_id: string | null
  readonly source: string | null
  readonly created_at: Date
  readonly model_id: string | null
  readonly model_version: number | null
  readonly request: unknown
  readonly covariates: unknown
  readonly anomalies: unknown
  readonly explained_groups: string[] | null
  readonly similar_days: unknown
  readonly run_key: string
}

/** Ends in a join: conditions follow. */
export const SELECT_FORECAST = `
  select f.id, f.series_id, s.key as series_key, s.unit, f.model, f.issue_time, f.start_time, f.step_ms, f.horizon, f.levels, f.flags,
         f.choice, f.metrics, f.history, f.seed, f.code_version, f.inputs_sha256, f.task_run_id, f.source, f.created_at,
         f.model_id, m.version as model_version, f.request, f.covariates, f.anomalies, f.explained_groups, f.similar_days, f.run_key
    from forecast.forecast f join timeseries.series s on s.id = f.series_id left join forecast.model m on m.id = f.model_id`

/** A forecast by its id. */
export const findForecast = (db: Queryable, id: string): Promise<ForecastRow | undefined> =>
  maybe(db, `${SELECT_FORECAST} where f.id = $1`, [id])

/** A forecast by its id. @throws Failure `NO_SUCH_FORECAST` */
export async function getForecast(db: Queryable, id: string): Promise<ForecastRow> {
  const row = await findForecast(db, id)
  if (!row) throw new Failure('not-found', 'NO_SUCH_FORECAST', `there is no forecast ${id}`)
  return row
}

/** The forecast of a series that was the newest at an instant: of those issued by then the latest, of equals the last made. */
export const bestForecast = (db: Queryable, seriesId: number, atMs: number): Promise<ForecastRow | undefined> =>
  maybe(
    db,
    `${SELECT_FORECAST} where f.series_id = $1 and f.issue_time <= $2 order by f.issue_time desc, f.created_at desc, f.id desc limit 1`,
    [seriesId, new Date(atMs)],
  )

const PREVIOUS = `${SELECT_FORECAST}
   where f.series_id = $1 and f.issue_time < $2 and f.step_ms = $3 and f.start_time + make_interval(secs => f.step_ms / 1000.0 * f.horizon) > $4
   order by f.issue_time desc, f.created_at desc, f.id desc limit 1`

/** The newest forecast of the same series and step that was issued before another and reaches into it. */
export const previousForecast = (db: Queryable, forecast: ForecastRow): Promise<ForecastRow | undefined> =>
  maybe(db, PREVIOUS, [forecast.series_id, forecast.issue_time, forecast.step_ms, forecast.start_time])

export interface ForecastFilter {
  readonly series?: string | undefined
  /** Only forecasts issued strictly before this instant. */
  readonly issuedBeforeMs?: number | undefined
  /** Place of the last forecast of the page before. */
  readonly after?: { readonly issueMs: number; readonly id: string } | undefined
  readonly limit: number
}

/** Forecasts, newest issue time first. */
export const listForecasts = (
  db: Queryable,
  { series, issuedBeforeMs, after, limit }: ForecastFilter,
): Promise<ForecastRow[]> =>
  all(
    db,
    `${SELECT_FORECAST}
      where ($1::text is null or s.key = $1) and ($2::timestamptz is null or f.issue_time < $2)
        and ($3::timestamptz is null or (f.issue_time, f.id) < ($3, $4::uuid))
      order by f.issue_time desc, f.id desc limit $5`,
    [
      series ?? null,
      issuedBeforeMs === undefined ? null : new Date(issuedBeforeMs),
      after ? new Date(after.issueMs) : null,
      after?.id ?? null,
      limit,
    ],
  )

/** Points of a forecast as columns of one length, in time order; `quantiles[i]` is the column of the i-th further level. */
export interface ForecastColumns {
  readonly timesMs: Float64Array
  readonly pointValue: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
  readonly quantiles: readonly Float64Array[]
}

// The bounds let the database look into the weeks of the forecast alone.
const READ_POINTS = `
  select extract(epoch from time)::float8 * 1000, point_value, p10, p50, p90, quantiles
    from forecast.forecast_point
   where forecast_id = $1
     and time >= (select start_time from forecast.forecast where id = $1)
     and time < (select start_time + make_interval(secs => step_ms / 1000.0 * horizon) from forecast.forecast where id = $1)
   order by time`

/** The points of a forecast; empty columns when there is none with this id. */
export async function readForecastPoints(db: Queryable, forecastId: string): Promise<ForecastColumns> {
  const { rows } = await db.query<[number, number, number, number, number, number[] | null]>({
    text: READ_POINTS, values: [forecastId], rowMode: 'array',
  }) // prettier-ignore
  const column = (index: 1 | 2 | 3 | 4): Float64Array => Float64Array.from(rows, (row) => row[index])
  const further = rows[0]?.[5]?.length ?? 0
  return {
    timesMs: Float64Array.from(rows, (row) => Math.round(row[0])),
    pointValue: column(1),
    p10: column(2),
    p50: column(3),
    p90: column(4),
    quantiles: Array.from({ length: further }, (_, i) => Float64Array.from(rows, (row) => row[5]?.[i] ?? NaN)),
  }
}

/** Contributions of the groups that explain a forecast, one column per group; empty when it has no explanation. */
export async function readContributions(db: Queryable, { id, horizon }: ForecastRow): Promise<Float64Array[]> {
  const row = await maybe<{ contributions: number[] | null }>(
    db,
    'select contributions from forecast.forecast where id = $1',
    [id],
  )
  const flat = Float64Array.from(row?.contributions ?? [])
  const groups = horizon > 0 ? flat.length / horizon : 0
  return Array.from({ length: groups }, (_, group) => flat.slice(group * horizon, (group + 1) * horizon))
}

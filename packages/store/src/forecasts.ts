import { Failure } from '@omarino/energy'
import { all, maybe, one } from './database.ts'
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
}

const SELECT = `
  select f.id, f.series_id, s.key as series_key, s.unit, f.model, f.issue_time, f.start_time, f.step_ms, f.horizon, f.levels, f.flags,
         f.choice, f.metrics, f.history, f.seed, f.code_version, f.inputs_sha256, f.task_run_id, f.source, f.created_at
    from forecast.forecast f join timeseries.series s on s.id = f.series_id`

/** A forecast by its id. */
export const findForecast = (db: Queryable, id: string): Promise<ForecastRow | undefined> =>
  maybe(db, `${SELECT} where f.id = $1`, [id])

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
    `${SELECT} where f.series_id = $1 and f.issue_time <= $2 order by f.issue_time desc, f.created_at desc, f.id desc limit 1`,
    [seriesId, new Date(atMs)],
  )

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
    `${SELECT}
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

export interface NewForecast {
  readonly id: string
  readonly seriesId: number
  readonly model: string
  readonly issueMs: number
  readonly startMs: number
  readonly stepMs: number
  readonly levels: readonly number[]
  readonly flags: readonly string[]
  readonly choice: unknown
  readonly metrics: unknown
  readonly history: unknown
  readonly seed: number
  readonly codeVersion: string
  readonly inputsSha256: string
  /** The same over all attempts of one task. */
  readonly runKey: string
  readonly taskRunId: string | null
  readonly source: string | null
  /** Columns of one length; step `k` starts at `startMs + k · stepMs`. */
  readonly pointValue: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
  /** One column for each further level. */
  readonly quantiles: readonly Float64Array[]
}

const INSERT = `
  insert into forecast.forecast (id, series_id, model, issue_time, start_time, step_ms, horizon, levels, flags, choice, metrics, history,
                                 seed, code_version, inputs_sha256, run_key, task_run_id, source)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12::jsonb, $13, $14, $15, $16, $17, $18)
  on conflict (run_key) do nothing`
const ENSURE_WEEKS = `select partition.ensure_weeks('forecast.forecast_point', $1::timestamptz, $2::timestamptz)`
const INSERT_POINTS = `
  insert into forecast.forecast_point (forecast_id, time, lead, point_value, p10, p50, p90, quantiles)
  select $1, $2::timestamptz + make_interval(secs => (n - 1) * $3::float8), n - 1, point_value, p10, p50, p90,
         case when $8 > 0 then ($9::float8[])[(n - 1) * $8 + 1 : n * $8] end
    from unnest($4::float8[], $5::float8[], $6::float8[], $7::float8[]) with ordinality as step (point_value, p10, p50, p90, n)`

/**
 * Keeps a forecast with its points inside the caller's transaction. A forecast is never overwritten: when the run key is
 * known, what was stored first is returned and nothing is written.
 */
export async function saveForecast(client: Queryable, forecast: NewForecast): Promise<ForecastRow> {
  const { id, startMs, stepMs, runKey } = forecast
  const horizon = forecast.p50.length
  const { rowCount } = await client.query(INSERT, [
    id, forecast.seriesId, forecast.model, new Date(forecast.issueMs), new Date(startMs), stepMs, horizon, forecast.levels, forecast.flags,
    JSON.stringify(forecast.choice), JSON.stringify(forecast.metrics), JSON.stringify(forecast.history),
    forecast.seed, forecast.codeVersion, forecast.inputsSha256, runKey, forecast.taskRunId, forecast.source,
  ]) // prettier-ignore
  if (rowCount === 1) {
    await client.query(ENSURE_WEEKS, [new Date(startMs), new Date(startMs + horizon * stepMs)])
    await client.query(INSERT_POINTS, pointValues(forecast))
  }
  return one(client, `${SELECT} where f.run_key = $1`, [runKey])
}

function pointValues({ id, startMs, stepMs, pointValue, p10, p50, p90, quantiles }: NewForecast): unknown[] {
  const columns = [pointValue, p10, p50, p90].map((column) => [...column])
  const perStep = Array.from(p50, (_, step) => quantiles.map((column) => column[step])).flat()
  return [id, new Date(startMs), stepMs / 1000, ...columns, quantiles.length, perStep]
}

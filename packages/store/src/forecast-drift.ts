import type { TimeRange } from '@omarino/energy'
import { all } from './database.ts'
import type { Queryable } from './database.ts'

export interface DriftRow {
  readonly id: string
  readonly series_key: string
  readonly kind: 'error-level' | 'coverage' | 'skill' | 'meter-changed'
  readonly at: Date
  readonly value: number | null
  readonly limit_value: number | null
  readonly message: string
  readonly train_task_run_id: string | null
  readonly created_at: Date
}

export interface NewDrift {
  readonly id: string
  readonly seriesId: number
  readonly kind: DriftRow['kind']
  readonly atMs: number
  readonly value: number | null
  readonly limit: number | null
  readonly message: string
  readonly trainTaskRunId: string | null
}

/** Keeps an alarm; false when that kind was raised for the series on that day (UTC) before. */
export async function addDrift(db: Queryable, drift: NewDrift): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into forecast.drift (id, series_id, kind, at, on_day, value, limit_value, message, train_task_run_id)
     values ($1, $2, $3, $4::timestamptz, ($4::timestamptz at time zone 'UTC')::date, $5, $6, $7, $8) on conflict do nothing`,
    [
      drift.id,
      drift.seriesId,
      drift.kind,
      new Date(drift.atMs),
      drift.value,
      drift.limit,
      drift.message,
      drift.trainTaskRunId,
    ],
  )
  return (rowCount ?? 0) > 0
}

/** Alarms, the newest first. */
export const listDrifts = (
  db: Queryable,
  filter: { series?: string | undefined; before?: string | undefined; limit: number },
): Promise<DriftRow[]> =>
  all(
    db,
    `select d.id, s.key as series_key, d.kind, d.at, d.value, d.limit_value, d.message, d.train_task_run_id, d.created_at
       from forecast.drift d join timeseries.series s on s.id = d.series_id
      where ($1::text is null or s.key = $1) and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`,
    [filter.series ?? null, filter.before ?? null, filter.limit],
  )

/** What was last believed of each step of a window before the step began, as columns in time order. */
export interface LatestForecasts {
  readonly timesMs: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
  readonly issueMs: Float64Array
}

const LATEST = `
  select distinct on (p.time) extract(epoch from p.time)::float8 * 1000, p.p10, p.p50, p.p90, extract(epoch from f.issue_time)::float8 * 1000
    from forecast.forecast f join forecast.forecast_point p on p.forecast_id = f.id
   where f.series_id = $1 and f.start_time < $3 and f.start_time + make_interval(secs => f.step_ms / 1000.0 * f.horizon) > $2
     and p.time >= $2 and p.time < $3 and f.issue_time <= p.time
   order by p.time, f.issue_time desc, f.created_at desc, f.id desc`

export async function latestForecasts(db: Queryable, seriesId: number, range: TimeRange): Promise<LatestForecasts> {
  const { rows } = await db.query<[number, number, number, number, number]>({
    text: LATEST, values: [seriesId, new Date(range.fromMs), new Date(range.toMs)], rowMode: 'array',
  }) // prettier-ignore
  const column = (index: 0 | 1 | 2 | 3 | 4): Float64Array => Float64Array.from(rows, (row) => row[index])
  return {
    timesMs: column(0).map(Math.round),
    p10: column(1),
    p50: column(2),
    p90: column(3),
    issueMs: column(4).map(Math.round),
  }
}

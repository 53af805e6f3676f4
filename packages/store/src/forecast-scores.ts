import type { TimeRange } from '@omarino/energy'
import { all } from './database.ts'
import type { Queryable } from './database.ts'

/** An issue of a series, without its points. */
export interface IssueRow {
  readonly id: string
  readonly model: string
  readonly issue_time: Date
  readonly start_time: Date
  readonly step_ms: number
  readonly horizon: number
  readonly flags: string[]
}

// The longest horizon is 10,000 steps of a day; the start lets the index leave out what cannot reach the window.
const ISSUES = `
  select f.id, f.model, f.issue_time, f.start_time, f.step_ms, f.horizon, f.flags
    from forecast.forecast f
   where f.series_id = $1 and f.start_time < $3 and f.start_time + make_interval(secs => f.step_ms / 1000.0 * f.horizon) > $2
   order by f.issue_time desc, f.created_at desc, f.id desc limit $4`

/** Issues of a series with steps in a window, newest first. */
export const issuesIn = (db: Queryable, seriesId: number, range: TimeRange, limit: number): Promise<IssueRow[]> =>
  all(db, ISSUES, [seriesId, new Date(range.fromMs), new Date(range.toMs), limit])

/** Points of many issues inside a window as columns of one length, issue by issue in the order asked for, in time order. */
export interface IssuePoints {
  /** Index of the issue among those asked for. */
  readonly issue: Int32Array
  readonly timesMs: Float64Array
  readonly pointValue: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
}

const POINTS = `
  select asked.place - 1, extract(epoch from p.time)::float8 * 1000, p.point_value, p.p10, p.p50, p.p90
    from unnest($1::uuid[]) with ordinality as asked (id, place) join forecast.forecast_point p on p.forecast_id = asked.id
   where p.time >= $2 and p.time < $3 order by asked.place, p.time limit $4`

/** @param limit most rows read: the rest is left out */
export async function pointsOfIssues(
  db: Queryable,
  ids: readonly string[],
  range: TimeRange,
  limit: number,
): Promise<IssuePoints> {
  const { rows } = await db.query<[number, number, number, number, number, number]>({
    text: POINTS, values: [ids, new Date(range.fromMs), new Date(range.toMs), limit], rowMode: 'array',
  }) // prettier-ignore
  const column = (index: 2 | 3 | 4 | 5): Float64Array => Float64Array.from(rows, (row) => row[index])
  return {
    issue: Int32Array.from(rows, (row) => row[0]),
    timesMs: Float64Array.from(rows, (row) => Math.round(row[1])),
    pointValue: column(2),
    p10: column(3),
    p50: column(4),
    p90: column(5),
  }
}

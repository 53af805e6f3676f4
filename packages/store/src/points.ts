import type { PointColumns, TimeRange } from '@omarino/energy'
import type { PoolClient } from 'pg'
import { all, one } from './database.ts'
import type { Queryable } from './database.ts'
import { copyPoints } from './point-copy.ts'

const STAGE = `
  create temp table if not exists point_stage (
    time timestamptz not null, value float8, series_id int4 not null, quality int2 not null) on commit delete rows`
const ENSURE_WEEKS = `select sum(partition.ensure_weeks('timeseries.point', week, week + interval '1 second'))
  from (select distinct partition.week_start(to_timestamp(ms / 1000.0)) as week from unnest($1::float8[]) as ms) as weeks`
const UPSERT = `
  insert into timeseries.point as stored (time, value, series_id, quality)
  select time, value, series_id, quality from point_stage order by series_id, time
  on conflict (series_id, time) do update set value = excluded.value, quality = excluded.quality
   where (stored.value, stored.quality) is distinct from (excluded.value, excluded.quality)`

const WEEK_MS = 7 * 86_400_000

/** One instant per week that the batch touches, so that the database need not look at every row. */
function weeksOf(timesMs: Float64Array): number[] {
  const weeks = new Map<number, number>()
  for (const ms of timesMs) weeks.set(Math.floor((ms - 4 * 86_400_000) / WEEK_MS), ms) // 1970-01-05 was a Monday
  return [...weeks.values()]
}

/** Sorts by (series, time) and keeps the last of equal keys: what the upsert needs, and what a sender of corrections means. */
export function sortPoints(batch: PointColumns): PointColumns {
  const { seriesIds, timesMs } = batch
  const order = Array.from({ length: seriesIds.length }, (_, i) => i)
  order.sort((a, b) => seriesIds[a] - seriesIds[b] || timesMs[a] - timesMs[b] || a - b)
  const kept = order.filter((row, i) => {
    const next = order[i + 1]
    return next === undefined || seriesIds[next] !== seriesIds[row] || timesMs[next] !== timesMs[row]
  })
  return {
    seriesIds: Int32Array.from(kept, (row) => seriesIds[row]),
    timesMs: Float64Array.from(kept, (row) => timesMs[row]),
    values: Float64Array.from(kept, (row) => batch.values[row]),
    quality: Int16Array.from(kept, (row) => batch.quality[row]),
  }
}

/**
 * Writes points inside the caller's transaction: COPY into a stage, then an upsert that leaves equal rows alone.
 * The same batch again changes nothing.
 * @param batch rows in any order; NaN is stored as null
 */
export async function writePoints(
  client: PoolClient,
  batch: PointColumns,
): Promise<{ written: number; unchanged: number }> {
  if (batch.values.length === 0) return { written: 0, unchanged: 0 }
  const sorted = sortPoints(batch)
  await client.query(ENSURE_WEEKS, [weeksOf(sorted.timesMs)])
  await client.query(STAGE)
  await copyPoints(client, 'point_stage', sorted)
  const { rowCount } = await client.query(UPSERT)
  const written = rowCount ?? 0
  return { written, unchanged: sorted.values.length - written }
}

const READ = `
  select extract(epoch from time)::float8 * 1000, value, quality from timeseries.point
   where series_id = $1 and time >= $2 and time < $3 order by time limit $4`

export interface SeriesPoints {
  readonly timesMs: Float64Array
  readonly values: Float64Array
  readonly quality: Int16Array
}

/** Points of one series over a range, in time order; a stored null is NaN. */
export async function readPoints(
  db: Queryable,
  seriesId: number,
  range: TimeRange,
  limit = 1_000_000,
): Promise<SeriesPoints> {
  const { rows } = await db.query<[number, number | null, number]>({
    text: READ, values: [seriesId, new Date(range.fromMs), new Date(range.toMs), limit], rowMode: 'array',
  }) // prettier-ignore
  return {
    timesMs: Float64Array.from(rows, (row) => Math.round(row[0])),
    values: Float64Array.from(rows, (row) => row[1] ?? NaN),
    quality: Int16Array.from(rows, (row) => row[2]),
  }
}

const EXPRESSIONS = {
  mean: 'avg(value)', sum: 'sum(value order by time)', min: 'min(value)', max: 'max(value)', count: 'count(value)::float8',
  first: '(array_agg(value order by time) filter (where value is not null))[1]',
  last: '(array_agg(value order by time desc) filter (where value is not null))[1]',
} as const // prettier-ignore
export type AggregateName = keyof typeof EXPRESSIONS

const aggregateSql = (name: AggregateName): string => `
  select width_bucket(time, $2::timestamptz[]) as bucket, ${EXPRESSIONS[name]} as value, count(value)::int as n
    from timeseries.point
   where series_id = $1 and time >= $3 and time < $4 and (quality & 7) <= $5
   group by 1 order by 1`

/**
 * One value per bucket `[edges[i], edges[i + 1])`; NaN (a count: 0) where no usable point lies. Edges come from the calendar, never from SQL.
 * @param worstQuality points of a worse quality are left out (1: good and estimated; 2: suspect too)
 */
export async function aggregatePoints(
  db: Queryable,
  seriesId: number,
  edgesMs: Float64Array,
  name: AggregateName,
  worstQuality: 1 | 2,
): Promise<{ values: Float64Array; counts: Int32Array }> {
  const edges = Array.from(edgesMs, (ms) => new Date(ms))
  const values = new Float64Array(Math.max(0, edges.length - 1)).fill(name === 'count' ? 0 : NaN)
  const counts = new Int32Array(values.length)
  if (values.length === 0) return { values, counts }
  const rows = await all<{ bucket: number; value: number | null; n: number }>(db, aggregateSql(name), [
    seriesId,
    edges,
    edges[0],
    edges.at(-1),
    worstQuality,
  ])
  for (const row of rows) {
    values[row.bucket - 1] = row.value ?? NaN
    counts[row.bucket - 1] = row.n
  }
  return { values, counts }
}

const LATEST = `select extract(epoch from time)::float8 * 1000 as ms, value from timeseries.point
  where series_id = $1 and time <= $2 and value is not null and (quality & 7) <= 1 order by time desc limit 1`

/** Newest good or estimated point at or before an instant. */
export async function latestPoint(
  db: Queryable,
  seriesId: number,
  atMs: number,
): Promise<{ timeMs: number; value: number } | undefined> {
  const rows = await all<{ ms: number; value: number }>(db, LATEST, [seriesId, new Date(atMs)])
  const [row] = rows
  return row && { timeMs: Math.round(row.ms), value: row.value }
}

/** How many points lie in a range, counted up to `limit`. */
export const countPoints = async (db: Queryable, seriesId: number, range: TimeRange, limit: number): Promise<number> =>
  (
    await one<{ n: number }>(
      db,
      'select count(*)::int as n from (select from timeseries.point where series_id = $1 and time >= $2 and time < $3 limit $4) as found',
      [seriesId, new Date(range.fromMs), new Date(range.toMs), limit],
    )
  ).n

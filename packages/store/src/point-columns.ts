import { all } from './database.ts'
import type { Queryable } from './database.ts'
import type { SeriesPoints } from './points.ts'

// Columns cross the wire as bytes: a row per series rather than one per point.
const READ = `
  select asked.place::int4 - 1 as place, column_bytes.times, column_bytes.values, column_bytes.qualities
    from unnest($1::int4[], $2::float8[], $3::float8[]) with ordinality as asked (id, from_ms, to_ms, place)
   cross join lateral (
         select string_agg(float8send(extract(epoch from p.time)::float8 * 1000), '' order by p.time) as times,
                string_agg(float8send(coalesce(p.value, 'NaN')), '' order by p.time) as values,
                string_agg(int2send(p.quality), '' order by p.time) as qualities
           from (select time, value, quality from timeseries.point
                  where series_id = asked.id and time >= to_timestamp(asked.from_ms / 1000.0) and time < to_timestamp(asked.to_ms / 1000.0)
                  order by time limit $4) as p) as column_bytes`

export interface SeriesRange {
  readonly seriesId: number
  readonly fromMs: number
  readonly toMs: number
}

const MOST_POINTS = 1_000_000

/** Points of many series, each over its own range, in time order; a stored null is NaN. In the order of the ranges. */
export async function readPointColumns(db: Queryable, ranges: readonly SeriesRange[]): Promise<SeriesPoints[]> {
  const rows = await all<{ place: number; times: Buffer | null; values: Buffer | null; qualities: Buffer | null }>(db, READ, [
    ranges.map(({ seriesId }) => seriesId), ranges.map(({ fromMs }) => fromMs), ranges.map(({ toMs }) => toMs), MOST_POINTS,
  ]) // prettier-ignore
  const columns = new Array<SeriesPoints>(ranges.length)
  for (const { place, times, values, qualities } of rows) {
    columns[place] = { timesMs: float8s(times).map(Math.round), values: float8s(values), quality: int2s(qualities) }
  }
  return columns
}

/** Numbers as PostgreSQL sends them, big-endian. */
function float8s(bytes: Buffer | null): Float64Array {
  const aligned = new Float64Array((bytes?.length ?? 0) / 8)
  if (bytes) Buffer.from(aligned.buffer).set(bytes)
  Buffer.from(aligned.buffer).swap64()
  return aligned
}

function int2s(bytes: Buffer | null): Int16Array {
  const aligned = new Int16Array((bytes?.length ?? 0) / 2)
  if (bytes) Buffer.from(aligned.buffer).set(bytes)
  Buffer.from(aligned.buffer).swap16()
  return aligned
}

const VERSION = `
  select count(*)::text || '-' || coalesce(to_hex(bit_xor(
           hashfloat8extended(coalesce(value, 'NaN'), (extract(epoch from time) * 1000)::int8 + quality))), '0') as version
    from timeseries.point where series_id = $1 and time >= to_timestamp($2 / 1000.0) and time < to_timestamp($3 / 1000.0)`

/** Names the content of a range: another version, another point, value or quality. */
export async function dataVersion(db: Queryable, { seriesId, fromMs, toMs }: SeriesRange): Promise<string> {
  const [{ version }] = await all<{ version: string }>(db, VERSION, [seriesId, fromMs, toMs])
  return version
}

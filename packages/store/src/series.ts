import { Failure } from '@omarino/energy'
import { all, maybe, one } from './database.ts'
import type { Queryable } from './database.ts'

export interface SeriesRow {
  readonly id: number
  readonly uuid: string
  readonly key: string
  readonly meter_key: string
  readonly name: string
  readonly unit: string
  readonly kind: 'instant' | 'mean' | 'sum' | 'cumulative'
  readonly data_type: 'measurement' | 'forecast' | 'schedule' | 'price' | 'weather'
  readonly step_ms: number | null
  readonly zone: string
  readonly source: string | null
  readonly created_at: Date
}

export interface SeriesSpan {
  readonly first_time: Date | null
  readonly last_time: Date | null
}

const COLUMNS = `s.id, s.uuid, s.key, m.key as meter_key, s.name, s.unit, s.kind, s.data_type, s.step_ms, s.zone, s.source, s.created_at`
const SPAN = `
  left join lateral (select time as first_time from timeseries.point p where p.series_id = s.id order by time limit 1) as f on true
  left join lateral (select time as last_time from timeseries.point p where p.series_id = s.id order by time desc limit 1) as l on true`
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A series by UUID or key. */
export const findSeries = (db: Queryable, uuidOrKey: string): Promise<SeriesRow | undefined> =>
  maybe(
    db,
    `select ${COLUMNS} from timeseries.series s join timeseries.meter m on m.id = s.meter_id where ${UUID.test(uuidOrKey) ? 's.uuid' : 's.key'} = $1`,
    [uuidOrKey],
  )

/** A series by UUID or key. @throws Failure `NO_SUCH_SERIES` */
export async function getSeries(db: Queryable, uuidOrKey: string): Promise<SeriesRow> {
  const row = await findSeries(db, uuidOrKey)
  if (!row) throw new Failure('not-found', 'NO_SUCH_SERIES', `there is no series ${uuidOrKey}`)
  return row
}

/**
 * Series by their keys or UUIDs, in the order asked for.
 * @throws Failure `NO_SUCH_SERIES` naming the first that does not exist, and how many do not
 */
export async function getSeriesOf(db: Queryable, keys: readonly string[]): Promise<SeriesRow[]> {
  const rows = await all<SeriesRow>(
    db,
    `select ${COLUMNS} from timeseries.series s join timeseries.meter m on m.id = s.meter_id where s.key = any ($1) or s.uuid = any ($2::uuid[])`,
    [keys, keys.filter((key) => UUID.test(key))],
  )
  const byKey = new Map(rows.flatMap((row) => [[row.key, row] as const, [row.uuid, row] as const]))
  const absent = keys.filter((key) => !byKey.has(key))
  if (absent.length === 0) return keys.map((key) => byKey.get(key) as SeriesRow)
  const others = absent.length > 1 ? ` (${absent.length} of ${keys.length} do not exist)` : ''
  throw new Failure('not-found', 'NO_SUCH_SERIES', `there is no series ${absent[0]}${others}`)
}

/** First and last time of a series; null without points. */
export const seriesSpan = (db: Queryable, id: number): Promise<SeriesSpan> =>
  one(db, `select f.first_time, l.last_time from (select $1::int4 as id) as s ${SPAN}`, [id])

/** Internal ids of many keys at once; keys that do not exist are absent. */
export async function findSeriesByKeys(
  db: Queryable,
  keys: readonly string[],
): Promise<Map<string, { id: number; meterKey: string; dataType: SeriesRow['data_type'] }>> {
  const rows = await all<{ key: string; id: number; meter_key: string; data_type: SeriesRow['data_type'] }>(
    db,
    'select s.key, s.id, m.key as meter_key, s.data_type from timeseries.series s join timeseries.meter m on m.id = s.meter_id where s.key = any ($1)',
    [keys],
  )
  return new Map(rows.map((row) => [row.key, { id: row.id, meterKey: row.meter_key, dataType: row.data_type }]))
}

export interface SeriesFilter {
  readonly search?: string | undefined
  readonly meter?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Series in the order of their keys, with their span. */
export const listSeries = (
  db: Queryable,
  { search, meter, after, limit }: SeriesFilter,
): Promise<(SeriesRow & SeriesSpan)[]> =>
  all(
    db,
    `select ${COLUMNS}, f.first_time, l.last_time
       from (select s.* from timeseries.series s join timeseries.meter m on m.id = s.meter_id
              where ($1::text is null or position(lower($1) in lower(s.key || ' ' || s.name)) > 0)
                and ($2::text is null or m.key = $2) and ($3::text is null or s.key > $3)
              order by s.key limit $4) as s
       join timeseries.meter m on m.id = s.meter_id ${SPAN} order by s.key`,
    [search ?? null, meter ?? null, after ?? null, limit],
  )

export interface NewSeriesRow {
  readonly uuid: string
  readonly key: string
  readonly meterKey: string
  readonly name: string
  readonly unit: string
  readonly kind: string
  readonly dataType: string
  readonly stepMs: number | null
  readonly zone: string | null
  readonly source: string | null
}

const INSERT = `
  insert into timeseries.series (uuid, key, meter_id, name, unit, kind, data_type, step_ms, zone, source)
  select $1, $2, m.id, $4, $5, $6, $7, $8, coalesce($9, m.zone), $10 from timeseries.meter m where m.key = $3
  on conflict (key) do nothing`

/**
 * Creates a series; the same series again is no error and creates nothing.
 * @throws Failure `NO_SUCH_METER`, `SERIES_EXISTS` when the key belongs to a different series
 */
export async function createSeries(db: Queryable, row: NewSeriesRow): Promise<{ series: SeriesRow; created: boolean }> {
  const values = [
    row.uuid,
    row.key,
    row.meterKey,
    row.name,
    row.unit,
    row.kind,
    row.dataType,
    row.stepMs,
    row.zone,
    row.source,
  ]
  const { rowCount } = await db.query(INSERT, values)
  const found = await findSeries(db, row.key)
  if (!found) throw new Failure('not-found', 'NO_SUCH_METER', `there is no meter ${row.meterKey}`, '/meter')
  const same =
    found.meter_key === row.meterKey &&
    found.unit === row.unit &&
    found.kind === row.kind &&
    found.data_type === row.dataType &&
    found.step_ms === row.stepMs
  if (!same)
    throw new Failure(
      'conflict',
      'SERIES_EXISTS',
      `the series ${row.key} exists with another meter, unit, kind, data type or step`,
      '/key',
    )
  return { series: found, created: (rowCount ?? 0) > 0 }
}

export interface MeterRow {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly type: string
  readonly zone: string
  readonly source: string | null
  readonly created_at: Date
  readonly series_count: number
}

const METER = `select m.id, m.key, m.name, m.type, m.zone, m.source, m.created_at,
  (select count(*)::int from timeseries.series s where s.meter_id = m.id) as series_count from timeseries.meter m`

export const findMeter = (db: Queryable, key: string): Promise<MeterRow | undefined> =>
  maybe(db, `${METER} where m.key = $1`, [key])

export const listMeters = (db: Queryable, after: string | undefined, limit: number): Promise<MeterRow[]> =>
  all(db, `${METER} where ($1::text is null or m.key > $1) order by m.key limit $2`, [after ?? null, limit])

/** Creates a meter; the same meter again is no error. @throws Failure `METER_EXISTS` when the key belongs to a different meter */
export async function createMeter(
  db: Queryable,
  row: { id: string; key: string; name: string; type: string; zone: string; source: string | null },
): Promise<{ meter: MeterRow; created: boolean }> {
  const { rowCount } = await db.query(
    'insert into timeseries.meter (id, key, name, type, zone, source) values ($1, $2, $3, $4, $5, $6) on conflict (key) do nothing',
    [row.id, row.key, row.name, row.type, row.zone, row.source],
  )
  const found = await findMeter(db, row.key)
  if (!found) throw new Error(`meter ${row.key} vanished while it was made`)
  if (found.type !== row.type || found.zone !== row.zone)
    throw new Failure('conflict', 'METER_EXISTS', `the meter ${row.key} exists with another type or zone`, '/key')
  return { meter: found, created: (rowCount ?? 0) > 0 }
}

import type { PointColumns } from '@omarino/energy'
import type { Reject } from '@omarino/store'
import type { RowBatch } from './read-batches.ts'

export interface KnownSeries {
  readonly id: number
  readonly meterKey: string
  readonly dataType: string
}

export interface Resolved {
  readonly points: PointColumns
  readonly rejects: readonly Reject[]
}

const DAY_MS = 86_400_000
const AHEAD_MEASURED_MS = DAY_MS // a mistyped year must not become a thousand partitions
const AHEAD_PLANNED_MS = 400 * DAY_MS
const BACK_MS = 40 * 366 * DAY_MS

/** Turns rows into columns of stored series; rows of series that do not exist, of other meters or of absurd times are rejected. */
export function resolveBatch(batch: RowBatch, series: ReadonlyMap<string, KnownSeries>, nowMs: number): Resolved {
  const rejects: Reject[] = [...batch.rejects]
  const long = batch.layout.name.startsWith('timestamp')
  const kept: { id: number; timeMs: number; value: number; quality: number }[] = []
  for (const row of batch.rows) {
    const known = series.get(row.seriesKey)
    const fault = known ? faultOf(row, known, nowMs, long) : unknownSeries(row.seriesKey, long)
    if (fault) rejects.push({ row: row.row, cells: row.cells, ...fault })
    else if (known) kept.push({ id: known.id, timeMs: row.timeMs, value: row.value, quality: row.quality })
  }
  const points = {
    seriesIds: Int32Array.from(kept, (point) => point.id),
    timesMs: Float64Array.from(kept, (point) => point.timeMs),
    values: Float64Array.from(kept, (point) => point.value),
    quality: Int16Array.from(kept, (point) => point.quality),
  }
  return { points, rejects }
}

type Fault = Pick<Reject, 'column' | 'code' | 'reason'>
const unknownSeries = (key: string, long: boolean): Fault => ({
  column: long ? 'series_id' : 'series',
  code: 'SERIES_UNKNOWN',
  reason: `there is no series ${JSON.stringify(key.slice(0, 80))}; create it first`,
})

function faultOf(row: RowBatch['rows'][number], known: KnownSeries, nowMs: number, long: boolean): Fault | undefined {
  if (row.meterKey !== undefined && row.meterKey !== '' && row.meterKey !== known.meterKey) {
    return {
      column: 'meter_id',
      code: 'METER_MISMATCH',
      reason: `the series ${row.seriesKey} belongs to meter ${known.meterKey}, not ${row.meterKey.slice(0, 80)}`,
    }
  }
  const planned = known.dataType !== 'measurement'
  const column = long ? 'timestamp' : 'time'
  if (row.timeMs > nowMs + (planned ? AHEAD_PLANNED_MS : AHEAD_MEASURED_MS)) {
    return {
      column,
      code: 'TIME_AHEAD',
      reason: `the time lies more than ${planned ? '400 days' : '24 hours'} in the future`,
    }
  }
  if (row.timeMs < nowMs - BACK_MS)
    return { column, code: 'TIME_TOO_OLD', reason: 'the time lies more than 40 years in the past' }
  return undefined
}

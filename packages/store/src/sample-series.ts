// For tests: a series of the meter `sample` with no points.
import type { PointColumns } from '@omarino/energy'
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { createMeter, createSeries } from './series.ts'
import type { NewSeriesRow, SeriesRow } from './series.ts'

export async function makeSeries(db: Pool, key: string, change: Partial<NewSeriesRow> = {}): Promise<SeriesRow> {
  await createMeter(db, { id: randomUUID(), key: 'sample', name: 'sample', type: 'electricity', zone: 'Europe/Berlin', source: null }) // prettier-ignore
  const row = {
    uuid: randomUUID(), key, meterKey: 'sample', name: key, unit: 'kW', kind: 'mean', dataType: 'measurement', stepMs: 900_000, zone: null, source: null,
    ...change,
  } // prettier-ignore
  return (await createSeries(db, row)).series
}

/** Columns from rows `[series, time in ms, value, quality]`. */
export const columnsOf = (rows: readonly (readonly [number, number, number, number?])[]): PointColumns => ({
  seriesIds: Int32Array.from(rows, (row) => row[0]),
  timesMs: Float64Array.from(rows, (row) => row[1]),
  values: Float64Array.from(rows, (row) => row[2]),
  quality: Int16Array.from(rows, (row) => row[3] ?? 0),
})

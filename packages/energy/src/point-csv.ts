import { Failure } from './errors.ts'
import { parseQuality, QUALITY } from './quality.ts'
import { parseDecimal } from './strict-number.ts'
import { parseInstant } from './strict-time.ts'

/** Where the columns of a point file stand; −1 when a column is absent. */
export interface PointLayout {
  readonly name: 'timestamp,meter_id,series_id,value,quality' | 'series,time,value'
  readonly width: number
  readonly time: number
  readonly series: number
  readonly meter: number
  readonly value: number
  readonly quality: number
}

/** A row that cannot become a point. `column` is the name in the header. */
export interface RowFault {
  readonly column: string
  readonly code: string
  readonly reason: string
}

export interface PointRow {
  readonly seriesKey: string
  readonly meterKey: string | undefined
  readonly timeMs: number
  /** NaN when missing. */
  readonly value: number
  readonly quality: number
}

const normal = (name: string): string => name.trim().toLowerCase().replaceAll('-', '_').replaceAll(' ', '_')

/**
 * Recognises the header of a point file; case, order, `-`, `_` and a byte order mark do not matter.
 * @throws Failure `CSV_COLUMNS` that names what is missing, doubled or unknown and the layouts that are known
 */
export function readPointLayout(header: readonly string[]): PointLayout {
  const names = header.map((cell, i) => normal(i === 0 ? cell.replace(/^\uFEFF/, '') : cell))
  const doubled = names.find((name, i) => names.indexOf(name) !== i)
  if (doubled !== undefined) throw wrongColumns(`the column ${doubled} stands twice`)
  const at = (name: string): number => names.indexOf(name)
  const long = at('series_id') >= 0 || at('timestamp') >= 0
  const needed = long ? ['timestamp', 'series_id', 'value'] : ['series', 'time', 'value']
  const known = long ? [...needed, 'meter_id', 'quality'] : [...needed, 'quality']
  const missing = needed.filter((name) => at(name) < 0)
  if (missing.length > 0) throw wrongColumns(`the column ${missing.join(', ')} is missing`)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw wrongColumns(`the column ${unknown.slice(0, 5).join(', ')} is not known`)
  return {
    name: long ? 'timestamp,meter_id,series_id,value,quality' : 'series,time,value',
    width: header.length, time: at(long ? 'timestamp' : 'time'), series: at(long ? 'series_id' : 'series'),
    meter: at('meter_id'), value: at('value'), quality: at('quality'),
  } // prettier-ignore
}

const wrongColumns = (why: string): Failure =>
  new Failure(
    'invalid',
    'CSV_COLUMNS',
    `row 1: ${why}; known are timestamp,meter_id,series_id,value,quality and series,time,value`,
  )

const TIME_REASONS: Readonly<Record<string, string>> = {
  TIME_FORMAT: 'is no ISO 8601 time such as 2026-03-01T00:15:00Z',
  TIME_ZONE_MISSING: 'has no zone: write Z or an offset such as +01:00',
  TIME_DOES_NOT_EXIST: 'names a time that does not exist',
}
const NUMBER_REASONS: Readonly<Record<string, string>> = {
  NOT_A_NUMBER: 'is no decimal number with a point',
  NUMBER_TOO_LARGE: 'is larger than a double holds',
  INTEGER_TOO_LARGE: 'is an integer that a double would round',
}

/** Turns the cells of one row into a point, or says what is wrong with which cell. An empty value is a missing value. */
export function readPointRow(cells: readonly string[], layout: PointLayout): PointRow | RowFault {
  if (cells.length !== layout.width)
    return { column: '', code: 'COLUMN_COUNT', reason: `the row has ${cells.length} cells, the header ${layout.width}` }
  const seriesKey = cells[layout.series].trim()
  if (seriesKey === '') return fault(layout, 'series', 'SERIES_MISSING', 'is empty')
  const time = parseInstant(cells[layout.time].trim())
  if (typeof time === 'string') return fault(layout, 'time', time, TIME_REASONS[time], cells[layout.time])
  const text = cells[layout.value].trim()
  const value = text === '' ? NaN : parseDecimal(text)
  if (typeof value === 'string') return fault(layout, 'value', value, NUMBER_REASONS[value], text)
  const given = layout.quality < 0 ? QUALITY.good : qualityOf(cells[layout.quality])
  if (given === undefined)
    return fault(
      layout,
      'quality',
      'QUALITY_UNKNOWN',
      'is none of good, estimated, suspect, missing',
      cells[layout.quality],
    )
  const quality = Number.isNaN(value) ? QUALITY.missing : given
  return {
    seriesKey,
    meterKey: layout.meter < 0 ? undefined : cells[layout.meter].trim(),
    timeMs: time,
    value: quality === QUALITY.missing ? NaN : value,
    quality,
  }
}

const qualityOf = (cell: string): number | undefined => {
  const name = parseQuality(cell)
  return name === undefined ? undefined : QUALITY[name]
}

function fault(
  layout: PointLayout,
  column: 'time' | 'series' | 'value' | 'quality',
  code: string,
  reason: string,
  cell?: string,
): RowFault {
  const long = layout.name.startsWith('timestamp')
  const name = column === 'time' && long ? 'timestamp' : column === 'series' && long ? 'series_id' : column
  return {
    column: name,
    code,
    reason: cell === undefined ? `${name} ${reason}` : `${name} ${JSON.stringify(cell.slice(0, 40))} ${reason}`,
  }
}

export const isFault = (row: PointRow | RowFault): row is RowFault => 'code' in row

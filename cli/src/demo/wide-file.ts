import { addDays, CsvReader, Failure, localDate, parseDecimal, parseInstant, startOfDate } from '@omarino/energy'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { UsageError } from '../usage.ts'
import type { SiteFile } from './site-file.ts'

const DAY_STEPS = 96
const STEP_MS = 900_000

/** A wide file as long points, and the time at which the plan is made. */
export interface WideData {
  readonly historyCsv: string
  readonly newestCsv: string
  readonly issueTime: string
  readonly rows: number
}

interface Wide {
  readonly timesMs: number[]
  /** Values per column that the site names; NaN where the file has none. */
  readonly columns: Map<string, number[]>
}

function readText(file: string): string {
  const bytes = readFileSync(file)
  if (!file.endsWith('.gz')) return bytes.toString('utf8')
  try {
    return gunzipSync(bytes).toString('utf8')
  } catch (cause) {
    const failure = new Failure('invalid', 'GZIP_BROKEN', `${file} is no complete gzip file`)
    failure.cause = cause
    throw failure
  }
}

function readWide(file: string, wanted: readonly string[]): Wide {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`)
  const reader = new CsvReader()
  const records = [...reader.push(readText(file)), ...reader.end()]
  const header = records.shift()?.cells ?? []
  const missing = wanted.filter((name) => !header.includes(name))
  if (missing.length > 0) throw new Failure('invalid', 'WIDE_COLUMNS', `${file} lacks the column ${missing.join(', ')}`)
  const wide: Wide = { timesMs: [], columns: new Map(wanted.map((name) => [name, []])) }
  for (const { row, cells } of records) {
    if (cells.length !== header.length)
      throw new Failure('invalid', 'COLUMN_COUNT', `${file} row ${row} has ${cells.length} cells, the header ${header.length}`) // prettier-ignore
    const timeMs = parseInstant(cells[0])
    if (typeof timeMs !== 'number')
      throw new Failure('invalid', timeMs, `${file} row ${row}: ${JSON.stringify(cells[0])} is no time with a zone`)
    wide.timesMs.push(timeMs)
    for (const [name, values] of wide.columns) {
      const cell = cells[header.indexOf(name)]
      const value = cell === '' ? NaN : parseDecimal(cell)
      if (typeof value !== 'number')
        throw new Failure('invalid', value, `${file} row ${row}: ${name} ${JSON.stringify(cell)} is no number`)
      values.push(value)
    }
  }
  return wide
}

/** The last local midnight whose next 24 hours have every one of the given columns. */
export function lastPlannableMidnight(wide: Wide, needed: readonly string[], zone: string): number {
  const known = new Set(
    wide.timesMs.filter((_, i) => needed.every((name) => Number.isFinite(wide.columns.get(name)?.[i]))),
  )
  const lastMs = [...known].reduce((last, ms) => Math.max(last, ms), -Infinity)
  let date = known.size > 0 ? localDate(zone, lastMs) : ''
  for (let days = 0; days < 3660 && known.size > 0; days++) {
    const startMs = startOfDate(zone, date)
    if (Array.from({ length: DAY_STEPS }, (_, step) => startMs + step * STEP_MS).every((ms) => known.has(ms)))
      return startMs
    date = addDays(date, -1)
  }
  throw new Failure(
    'invalid',
    'NO_PLANNABLE_DAY',
    'the file has no local day with load and price for all of its 24 hours',
  )
}

/** Turns the wide file into `series,time,value`: what was known before the last plannable day as history, the rest as the newest file. */
export function readWideData(file: string, site: SiteFile): WideData {
  const columns = site.columns ?? {}
  const wide = readWide(file, Object.keys(columns))
  const issueMs = lastPlannableMidnight(wide, ['load', 'APX'], site.site.zone)
  const splitMs = startOfDate(site.site.zone, addDays(localDate(site.site.zone, issueMs), -1))
  const [history, newest] = [['series,time,value\n'], ['series,time,value\n']]
  for (const [name, values] of wide.columns) {
    for (const [i, value] of values.entries()) {
      if (Number.isNaN(value)) continue
      const row = `${columns[name]},${new Date(wide.timesMs[i]).toISOString()},${value}\n`
      ;(wide.timesMs[i] < splitMs ? history : newest).push(row)
    }
  }
  return {
    historyCsv: history.join(''),
    newestCsv: newest.join(''),
    issueTime: new Date(issueMs).toISOString(),
    rows: history.length + newest.length - 2,
  }
}

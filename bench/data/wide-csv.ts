import { CsvReader, type CsvRecord, parseDecimal } from '@omarino/energy'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const FOLDER = fileURLToPath(new URL('../../../shared/data/', import.meta.url))

/** A file of the development data as cells: names of the columns, trimmed, and the rows below. */
export interface WideCsv {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Why a file of the development data cannot be used, or false. */
export const absent = (name: string): string | false =>
  existsSync(`${FOLDER}${name}.csv.gz`) ? false : `../shared/data/${name}.csv.gz is absent`

const CHUNK = 65_536 // the reader looks for quotes through all that it is given at once

/** Records of a text that is in memory already. */
export function* csvRecords(text: string): Generator<CsvRecord> {
  const reader = new CsvReader()
  for (let at = 0; at < text.length; at += CHUNK) yield* reader.push(text.slice(at, at + CHUNK))
  yield* reader.end()
}

/** @param name as in `epf/NP` */
export function readWide(name: string): WideCsv {
  const text = gunzipSync(readFileSync(`${FOLDER}${name}.csv.gz`)).toString('utf8')
  const [header, ...records] = Array.from(csvRecords(text), ({ cells }) => cells)
  return { names: header.map((cell) => cell.trim()), rows: records }
}

/** A column as numbers; an empty cell is NaN. @throws RangeError for a cell that is no number, or a column that is absent */
export function numbersOf({ names, rows }: WideCsv, name: string): Float64Array {
  const at = names.indexOf(name)
  if (at < 0) throw new RangeError(`there is no column ${name}`)
  return Float64Array.from(rows, (cells) => numberIn(cells[at]))
}

export function numberIn(cell: string): number {
  if (cell === '') return NaN
  const value = parseDecimal(cell)
  if (typeof value !== 'number') throw new RangeError(`${cell} is no number`)
  return value
}

/** A cell of the long form: empty where missing. */
export const cellOf = (value: number): string => (Number.isNaN(value) ? '' : String(value))

/** `2011-01-09 05:00:00` or `… 05:00` as the same wall clock in UTC. */
export const utcStamp = (cell: string): string => `${cell.slice(0, 10)}T${cell.slice(11, 16)}Z`

import { CsvReader, type CsvRecord, Failure, instantsOfWall, parseDecimal } from '@omarino/energy'
import type { Columns } from './model.ts'
import type { Panel, PanelSeries } from './panel.ts'
import { type PanelClock, parseTime } from './panel-clock.ts'
import { type GrowingSeries, growingSeries, layOnGrid, makeRoom } from './panel-columns.ts'

/** What a reader of a panel's CSV must know of the protocol. */
export interface PanelLayout {
  readonly clock: PanelClock
  readonly zone: string // of local times
  readonly stamps: 'start' | 'end'
  readonly known: readonly string[]
  readonly observed: readonly string[]
}

/** A panel as read, with what a person should know of the file. */
export interface PanelFile {
  readonly panel: Panel
  readonly rows: number
  readonly repeated: number // rows that a later row with the same stamp replaced
  readonly ignored: readonly string[] // columns that the protocol does not name
}

export interface PanelReader {
  /** Takes in text cut anywhere. @throws Failure with the row */
  push(text: string): void
  /** @throws Failure `NO_ROWS`, `GRID_TOO_LONG` */
  end(): PanelFile
}

const FIXED = ['series', 'time', 'value']
const MOST_STEPS = 20_000_000 // per series: 38 years of minutes
const MINUTE_MS = 60_000
const CHUNK = 65_536 // the reader looks for quotes through all that it is given at once

/**
 * Reads `series,time,value[,covariate…]` in any row and column order. An empty cell is missing. A time has an offset, or
 * is local in the zone: of two equal local hours file order decides, an hour that clocks skip is an error.
 */
export function createPanelReader(layout: PanelLayout): PanelReader {
  const csv = new CsvReader()
  const bySeries = new Map<string, GrowingSeries>()
  let header: Header | undefined
  let rows = 0
  let phaseMs: number | undefined
  const take = (record: CsvRecord): void => {
    if (!header) {
      header = readHeader(record, layout)
      return
    }
    const gridMs = readTime(record, header, layout, seriesOf(bySeries, record, header))
    phaseMs ??= gridMs % layout.clock.stepMs
    if ((gridMs - phaseMs) % layout.clock.stepMs !== 0) throw offGrid(record, header, layout, phaseMs)
    readCells(record, header, seriesOf(bySeries, record, header), gridMs)
    rows += 1
  }
  return {
    push: (text) => {
      for (let at = 0; at < text.length; at += CHUNK) {
        for (const record of csv.push(text.slice(at, at + CHUNK))) take(record)
      }
    },
    end: () => {
      for (const record of csv.end()) take(record)
      return { ...layPanel([...bySeries.values()], layout), rows, ignored: header?.ignored ?? [] }
    },
  }
}

interface Header {
  readonly cells: number
  readonly series: number
  readonly time: number
  readonly columns: readonly number[] // value, then known, then observed
  readonly names: readonly string[]
  readonly ignored: readonly string[]
}

function readHeader({ cells }: CsvRecord, { known, observed }: PanelLayout): Header {
  const names = cells.map((cell) => cell.trim())
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new Failure('invalid', 'HEADER', `the header names the column ${twice} twice`)
  const asked = [...known, ...observed]
  const absent = [...FIXED, ...asked].find((name) => !names.includes(name))
  if (absent !== undefined) {
    throw new Failure('invalid', 'HEADER', `the header has no column ${absent}: it is ${names.join(',')}`)
  }
  const wanted = ['value', ...asked]
  return {
    cells: names.length,
    series: names.indexOf('series'),
    time: names.indexOf('time'),
    columns: wanted.map((name) => names.indexOf(name)),
    names,
    ignored: names.filter((name) => !FIXED.includes(name) && !asked.includes(name)),
  }
}

function seriesOf(bySeries: Map<string, GrowingSeries>, { row, cells }: CsvRecord, header: Header): GrowingSeries {
  if (cells.length !== header.cells) {
    throw new Failure('invalid', 'CELLS', `row ${row} has ${cells.length} cells, the header ${header.cells}`)
  }
  const id = cells[header.series]
  if (id === '') throw new Failure('invalid', 'SERIES_EMPTY', `row ${row} names no series`)
  let series = bySeries.get(id)
  if (!series) bySeries.set(id, (series = growingSeries(id, header.columns.length)))
  return series
}

function readTime({ row, cells }: CsvRecord, header: Header, layout: PanelLayout, series: GrowingSeries): number {
  const text = cells[header.time]
  const time = parseTime(text)
  if ('fault' in time) throw new Failure('invalid', time.fault, `row ${row}: ${JSON.stringify(text)} is no time`)
  const instantMs = 'instantMs' in time ? time.instantMs : localInstant(time.wallMs, text, row, layout, series)
  const { clock, stamps } = layout
  return clock.toGrid(instantMs) - (stamps === 'end' ? clock.stepMs : 0)
}

function localInstant(wallMs: number, text: string, row: number, { zone }: PanelLayout, series: GrowingSeries): number {
  const [first, second] = instantsOfWall(zone, wallMs)
  if (first === undefined) {
    throw new Failure('invalid', 'TIME_DOES_NOT_EXIST', `row ${row}: clocks in ${zone} never show ${text}`)
  }
  if (second === undefined) return first
  if (series.doubled.has(wallMs)) return second
  series.doubled.add(wallMs)
  return first
}

function readCells({ row, cells }: CsvRecord, header: Header, series: GrowingSeries, gridMs: number): void {
  makeRoom(series)
  series.times[series.rows] = gridMs
  for (let i = 0; i < header.columns.length; i += 1) {
    const text = cells[header.columns[i]]
    const value = text === '' ? NaN : parseDecimal(text)
    if (typeof value !== 'number') {
      const name = header.names[header.columns[i]]
      throw new Failure('invalid', value, `row ${row}: ${name} ${JSON.stringify(text)} is no number`)
    }
    series.columns[i][series.rows] = value
  }
  series.rows += 1
}

function offGrid({ row, cells }: CsvRecord, header: Header, { clock }: PanelLayout, phaseMs: number): Failure {
  const minutes = clock.stepMs / MINUTE_MS
  const sentence = `row ${row}: ${cells[header.time]} is off the grid of ${minutes} min that the first row begins`
  return new Failure('invalid', 'OFF_GRID', phaseMs === 0 ? sentence : `${sentence} (${phaseMs / MINUTE_MS} min off)`)
}

function layPanel(all: readonly GrowingSeries[], layout: PanelLayout): { panel: Panel; repeated: number } {
  if (all.length === 0) throw new Failure('invalid', 'NO_ROWS', 'the file has no rows')
  let startMs = Infinity
  let lastMs = -Infinity
  for (const { times, rows } of all) {
    for (let row = 0; row < rows; row += 1) {
      if (times[row] < startMs) startMs = times[row]
      if (times[row] > lastMs) lastMs = times[row]
    }
  }
  const { stepMs } = layout.clock
  const steps = (lastMs - startMs) / stepMs + 1
  if (steps > MOST_STEPS) throw new Failure('invalid', 'GRID_TOO_LONG', `the times span ${steps} steps, at most ${MOST_STEPS}`) // prettier-ignore
  let repeated = 0
  const series = all.map((one): PanelSeries => {
    const laid = layOnGrid(one, startMs, stepMs, steps)
    repeated += laid.repeated
    const [values, ...covariates] = laid.columns
    const named = (names: readonly string[], from: number): Columns =>
      Object.fromEntries(names.map((name, i) => [name, covariates[from + i]]))
    return { id: one.id, values, known: named(layout.known, 0), observed: named(layout.observed, layout.known.length) }
  })
  return { panel: { stepMs, startMs, series }, repeated }
}

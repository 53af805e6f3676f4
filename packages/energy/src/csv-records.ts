import { Failure } from './errors.ts'

/** One record of a CSV file: its cells, and the row on which it begins (the header is row 1). */
export interface CsvRecord {
  readonly row: number
  readonly cells: readonly string[]
}

const MAX_CELL = 10_000
const MAX_LINE = 100_000
const QUOTE = '"'

/**
 * Splits CSV text (RFC 4180: comma, quotes doubled inside quotes, CR or LF ends) that arrives in chunks cut anywhere.
 * Empty lines are skipped. Memory stays bounded by one line.
 * @throws Failure `CSV_LINE_TOO_LONG`, `CSV_QUOTE` with the row
 */
export class CsvReader {
  #rest = ''
  #row = 1;

  /** Records that end within what has arrived so far. */
  *push(text: string): Generator<CsvRecord> {
    const all = this.#rest + text
    let start = 0
    for (;;) {
      const end = recordEnd(all, start)
      if (end < 0) break
      yield* this.#record(all.slice(start, end))
      start = end + 1
    }
    this.#rest = all.slice(start)
    this.#demandShort(this.#rest)
  }

  /** The last record, when the file does not end with a line break. */
  *end(): Generator<CsvRecord> {
    const rest = this.#rest
    this.#rest = ''
    if (rest.length > 0) yield* this.#record(rest)
  }

  #demandShort(line: string): void {
    if (line.length > MAX_LINE)
      throw new Failure('invalid', 'CSV_LINE_TOO_LONG', `row ${this.#row} is longer than ${MAX_LINE} characters`)
  }

  *#record(line: string): Generator<CsvRecord> {
    this.#demandShort(line)
    const row = this.#row
    this.#row += 1
    const text = line.endsWith('\r') ? line.slice(0, -1) : line
    if (text === '') return
    const quoted = text.includes(QUOTE)
    if (quoted) this.#row += text.split('\n').length - 1
    yield { row, cells: quoted ? splitQuoted(text, row) : text.split(',') }
  }
}

/** Index of the line break that ends the record, or −1 while it is incomplete. Only a quote that opens a cell hides a break. */
function recordEnd(text: string, start: number): number {
  let end = text.indexOf('\n', start)
  let quote = text.indexOf(QUOTE, start)
  let closed = -2
  while (end >= 0 && quote >= 0 && quote < end) {
    const opens = quote === start || text[quote - 1] === ',' || quote === closed + 1
    if (opens) {
      closed = text.indexOf(QUOTE, quote + 1)
      if (closed < 0) return -1
      if (closed > end) end = text.indexOf('\n', closed)
    }
    quote = text.indexOf(QUOTE, (opens ? closed : quote) + 1)
  }
  return end
}

function splitQuoted(line: string, row: number): string[] {
  const cells: string[] = []
  let at = 0
  while (at <= line.length) {
    const [cell, next] = line[at] === QUOTE ? quotedCell(line, at, row) : plainCell(line, at)
    if (cell.length > MAX_CELL)
      throw new Failure('invalid', 'CSV_CELL_TOO_LONG', `row ${row} has a cell longer than ${MAX_CELL} characters`)
    cells.push(cell)
    at = next + 1
  }
  return cells
}

function plainCell(line: string, at: number): [cell: string, end: number] {
  const comma = line.indexOf(',', at)
  const end = comma < 0 ? line.length : comma
  return [line.slice(at, end), end]
}

function quotedCell(line: string, at: number, row: number): [cell: string, end: number] {
  let cell = ''
  let from = at + 1
  for (;;) {
    const closing = line.indexOf(QUOTE, from)
    if (closing < 0) throw new Failure('invalid', 'CSV_QUOTE', `row ${row} opens a quote that never closes`)
    cell += line.slice(from, closing)
    if (line[closing + 1] !== QUOTE) {
      if (closing + 1 < line.length && line[closing + 1] !== ',')
        throw new Failure('invalid', 'CSV_QUOTE', `row ${row} goes on after a closing quote`)
      return [cell, closing + 1]
    }
    cell += QUOTE
    from = closing + 2
  }
}

import { CsvReader, Failure, isFault, readPointLayout, readPointRow } from '@omarino/energy'
import type { CsvRecord, PointLayout, PointRow } from '@omarino/energy'
import type { Reject } from '@omarino/store'

/** Rows of a file between two commits. */
export interface RowBatch {
  readonly layout: PointLayout
  readonly rows: readonly (PointRow & { readonly row: number; readonly cells: string })[]
  readonly rejects: readonly Reject[]
  /** Row after which the next batch begins. */
  readonly lastRow: number
  readonly bytesDone: number
}

const BATCH_ROWS = 50_000

/** A row as it was given, for the list of rejects. */
export const cellsText = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')

interface Draft {
  rows: (PointRow & { row: number; cells: string })[]
  rejects: Reject[]
}

/**
 * Reads a point file in batches.
 * @param afterRow rows up to this one were dealt with by an earlier attempt and are passed over
 */
export async function* readBatches(
  chunks: AsyncIterable<{ text: string; bytes: number }>,
  afterRow: number,
): AsyncGenerator<RowBatch> {
  const reader = new CsvReader()
  let layout: PointLayout | undefined
  let draft: Draft = { rows: [], rejects: [] }
  let [headerRow, lastRow, bytesDone] = [1, 1, 0]
  const take = (record: CsvRecord): void => {
    lastRow = record.row
    if (!layout) [layout, headerRow] = [readPointLayout(record.cells), record.row]
    else if (record.row > afterRow) addRow(draft, record, layout)
  }
  for await (const { text, bytes } of chunks) {
    bytesDone = bytes
    for (const record of reader.push(text)) {
      take(record)
      if (layout && draft.rows.length + draft.rejects.length >= BATCH_ROWS) {
        yield { layout, ...draft, lastRow, bytesDone }
        draft = { rows: [], rejects: [] }
      }
    }
  }
  for (const record of reader.end()) take(record)
  if (!layout) throw new Failure('invalid', 'CSV_EMPTY', 'the file has no header')
  if (draft.rows.length + draft.rejects.length > 0) yield { layout, ...draft, lastRow, bytesDone }
  else if (lastRow === headerRow) throw new Failure('invalid', 'CSV_NO_ROWS', 'the file has a header but no rows')
}

function addRow(draft: Draft, record: CsvRecord, layout: PointLayout): void {
  const result = readPointRow(record.cells, layout)
  const cells = cellsText(record.cells)
  if (isFault(result))
    draft.rejects.push({ row: record.row, cells, column: result.column, code: result.code, reason: result.reason })
  else draft.rows.push({ ...result, row: record.row, cells })
}

import { KINDS, type Kind, type SparseModel } from './model.ts'

/** A row that comes to a finished model; a column stands in it once. */
export interface LateRow {
  readonly asset: number
  readonly kind: Kind
  readonly step: number
  readonly lower: number
  readonly upper: number
  readonly entries: readonly (readonly [column: number, value: number])[]
}

/** The model with rows put at its end; nothing of the given one is changed. */
export function appendRows(model: SparseModel, rows: readonly LateRow[]): SparseModel {
  if (rows.length === 0) return model
  const added = new Int32Array(model.columns)
  for (const { entries } of rows) for (const [column] of entries) added[column]++
  const starts = new Int32Array(model.columns + 1)
  for (let column = 0; column < model.columns; column++)
    starts[column + 1] = starts[column] + (model.starts[column + 1] - model.starts[column]) + added[column]
  const indices = new Int32Array(starts[model.columns])
  const values = new Float64Array(starts[model.columns])
  const next = starts.slice()
  for (let column = 0; column < model.columns; column++) {
    const from = model.starts[column]
    const to = model.starts[column + 1]
    indices.set(model.indices.subarray(from, to), next[column])
    values.set(model.values.subarray(from, to), next[column])
    next[column] += to - from
  }
  for (const [k, { entries }] of rows.entries())
    for (const [column, value] of entries) {
      indices[next[column]] = model.rows + k
      values[next[column]++] = value
    }
  const rowCount = model.rows + rows.length
  const all = <K extends 'lower' | 'upper' | 'asset' | 'step'>(name: K): number[] => rows.map((row) => row[name])
  return {
    ...model,
    rows: rowCount,
    rowLower: joined(new Float64Array(rowCount), model.rowLower, all('lower')),
    rowUpper: joined(new Float64Array(rowCount), model.rowUpper, all('upper')),
    starts,
    indices,
    values,
    rowTags: {
      asset: joined(new Uint32Array(rowCount), model.rowTags.asset, all('asset')),
      kind: joined(
        new Uint32Array(rowCount),
        model.rowTags.kind,
        rows.map(({ kind }) => KINDS.indexOf(kind)),
      ),
      line: joined(new Uint32Array(rowCount), model.rowTags.line, []),
      step: joined(new Uint32Array(rowCount), model.rowTags.step, all('step')),
    },
  }
}

function joined<A extends Float64Array | Uint32Array>(whole: A, old: A, added: readonly number[]): A {
  whole.set(old)
  whole.set(added, old.length)
  return whole
}

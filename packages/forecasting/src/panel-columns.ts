/** Rows of one series as they come, in columns that grow by doubling; nobody builds an object per point. */
export interface GrowingSeries {
  readonly id: string
  rows: number
  times: Float64Array // grid times, in file order
  readonly columns: Float64Array[] // value, then covariates
  readonly doubled: Set<number> // doubled local times of which the first has been seen
}

const FIRST_ROWS = 256

export const growingSeries = (id: string, columns: number): GrowingSeries => ({
  id,
  rows: 0,
  times: new Float64Array(FIRST_ROWS),
  columns: Array.from({ length: columns }, () => new Float64Array(FIRST_ROWS)),
  doubled: new Set(),
})

/** Makes room for one more row. */
export function makeRoom(series: GrowingSeries): void {
  if (series.rows < series.times.length) return
  series.times = doubled(series.times)
  for (let i = 0; i < series.columns.length; i += 1) series.columns[i] = doubled(series.columns[i])
}

function doubled(column: Float64Array): Float64Array {
  const grown = new Float64Array(2 * column.length)
  grown.set(column)
  return grown
}

/** An empty column, NaN throughout, in memory that threads share. */
export function sharedColumn(steps: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * steps)).fill(NaN)
}

/**
 * Lays rows onto a grid of `steps` from `startMs`; of repeated times the last row wins.
 * @returns one column per column of the series, and how many rows were overwritten
 */
export function layOnGrid(
  series: GrowingSeries,
  startMs: number,
  stepMs: number,
  steps: number,
): { readonly columns: Float64Array[]; readonly repeated: number } {
  const taken = new Uint8Array(steps)
  const columns = series.columns.map(() => sharedColumn(steps))
  let repeated = 0
  for (let row = 0; row < series.rows; row += 1) {
    const step = (series.times[row] - startMs) / stepMs
    repeated += taken[step]
    taken[step] = 1
    for (let i = 0; i < columns.length; i += 1) columns[i][step] = series.columns[i][row]
  }
  return { columns, repeated }
}

/** Columns as small integers: 0 is missing (NaN), 1..k rise with the value. */
export interface Binned {
  readonly rows: number
  readonly features: number
  readonly bins: Uint8Array // [features × rows], column by column
  readonly edges: readonly Float64Array[] // per feature, rising; a value ≤ edges[b − 1] lies in bin b or below
  readonly binCount: number // bins of the feature that has most, the missing one counted
}

/** Most values that quantiles are taken from: enough for 64 bins, quick to sort. A prime, so that no season aliases. */
const SAMPLE_ROWS = 8191

/**
 * Bins columns at their quantiles; a column of few values has one bin for each.
 * @param columns    values per feature, NaN is missing; shape [rows] each
 * @param valueBins  most bins beside the one for missing values, 2..255
 */
export function binColumns(columns: readonly Float64Array[], valueBins: number): Binned {
  const rows = columns.length > 0 ? columns[0].length : 0
  const edges = columns.map((column) => edgesOf(column, valueBins))
  const bins = new Uint8Array(columns.length * rows)
  for (const [f, column] of columns.entries()) {
    for (let row = 0; row < rows; row += 1) bins[f * rows + row] = binOf(column[row], edges[f])
  }
  return { rows, features: columns.length, bins, edges, binCount: Math.max(0, ...edges.map((each) => each.length)) + 2 }
}

/** Bin of a value: 0 for NaN, else 1 + the number of edges below it. */
export function binOf(value: number, edges: Float64Array): number {
  if (Number.isNaN(value)) return 0
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle] < value) low = middle + 1
    else high = middle
  }
  return low + 1
}

function edgesOf(column: Float64Array, valueBins: number): Float64Array {
  const sample = Math.min(SAMPLE_ROWS, column.length)
  const picked = Float64Array.from({ length: sample }, (_, i) => column[Math.floor((i * column.length) / sample)])
  const sorted = picked.filter((value) => !Number.isNaN(value)).sort()
  const distinct = sorted.filter((value, i) => i === 0 || value > sorted[i - 1])
  if (distinct.length <= valueBins) return distinct.slice(0, -1).map((value, i) => between(value, distinct[i + 1]))
  const cuts = Float64Array.from({ length: valueBins - 1 }, (_, i) => {
    return sorted[Math.floor(((i + 1) * sorted.length) / valueBins)]
  })
  return cuts.filter((value, i) => (i === 0 || value > cuts[i - 1]) && value < sorted[sorted.length - 1])
}

// Half of each, lest the sum overflow.
const between = (low: number, high: number): number => low / 2 + high / 2

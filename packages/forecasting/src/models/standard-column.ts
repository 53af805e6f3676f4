/** A covariate by its mean and standard deviation: what it takes to read it as numbers of about unit size. */
export interface Standard {
  readonly name: string
  readonly mean: number
  readonly deviation: number // negative for a column that is read the other way round
}

const LEAST_KNOWN = 0.5 // share of the past
const LEAST_DEVIATION = 1e-9 // share of the mean's size below which a column is constant

/** Of a column's known values; undefined where fewer than half are known or all are equal. */
export function standardOf(name: string, column: Float64Array): Standard | undefined {
  const values = column.filter(Number.isFinite)
  if (values.length < LEAST_KNOWN * column.length || values.length === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0))
  return deviation > LEAST_DEVIATION * Math.abs(mean) ? { name, mean, deviation } : undefined
}

/** In deviations from the mean; NaN where nothing is known. */
export const standardised = (column: Float64Array, { mean, deviation }: Standard): Float64Array =>
  column.map((value) => (Number.isFinite(value) ? (value - mean) / deviation : NaN))

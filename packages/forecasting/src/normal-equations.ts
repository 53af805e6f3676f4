import { factorCholesky, solveCholesky } from './cholesky.ts'

/** Weighted sums of XᵀX (lower triangle), Xᵀy, and of the columns themselves; grows by addition. */
export interface NormalEquations {
  readonly features: number
  readonly gram: Float64Array // [p × p], row-major, lower triangle
  readonly moment: Float64Array // Xᵀy, [p]
  readonly sums: Float64Array // column sums of X, [p]
  readonly total: { weight: number; target: number }
}

export const emptyEquations = (features: number): NormalEquations => ({
  features,
  gram: new Float64Array(features * features),
  moment: new Float64Array(features),
  sums: new Float64Array(features),
  total: { weight: 0, target: 0 },
})

/**
 * Adds one observation.
 * @param rows   feature rows, row-major; the one read starts at `at`
 * @param weight 0 leaves it out (a missing target); negative takes it away again
 */
export function addRow(
  equations: NormalEquations,
  rows: Float64Array,
  at: number,
  target: number,
  weight: number,
): void {
  if (weight === 0) return
  const { features, gram, moment, sums, total } = equations
  for (let i = 0; i < features; i += 1) {
    const x = weight * rows[at + i]
    sums[i] += x
    moment[i] += x * target
    if (x === 0) continue
    const row = i * features
    for (let j = 0; j <= i; j += 1) gram[row + j] += x * rows[at + j]
  }
  total.weight += weight
  total.target += weight * target
}

/** y ≈ intercept + coefficients · x. */
export interface LinearFit {
  readonly intercept: number
  readonly coefficients: Float64Array
  readonly means?: Float64Array // of the features, from which contributions are measured; absent: 0
}

/**
 * Ridge regression with an unpenalised intercept, on features standardised to mean 0 and variance 1.
 * A feature that never varies gets the coefficient 0.
 * @param lambda penalty on standardised coefficients, in observations: it weighs as much as `lambda` rows; above 0
 * @returns coefficients for the features as given
 * @see Hoerl & Kennard (1970), Ridge Regression, Technometrics 12(1)
 */
export function solveRidge(equations: NormalEquations, lambda: number): LinearFit {
  const { features: p, gram, moment, sums, total } = equations
  const { weight } = total
  if (!(weight > 0)) return { intercept: 0, coefficients: new Float64Array(p) }
  const scale = deviations(equations)
  const matrix = new Float64Array(p * p)
  const right = new Float64Array(p)
  for (let i = 0; i < p; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const centred = gram[i * p + j] - (sums[i] * sums[j]) / weight
      matrix[i * p + j] = scale[i] > 0 && scale[j] > 0 ? centred / (scale[i] * scale[j]) : 0
    }
    matrix[i * p + i] += lambda
    right[i] = scale[i] > 0 ? (moment[i] - (sums[i] * total.target) / weight) / scale[i] : 0
  }
  factorCholesky(matrix, p)
  const coefficients = solveCholesky(matrix, p, right)
  let intercept = total.target / weight
  for (let i = 0; i < p; i += 1) {
    coefficients[i] = scale[i] > 0 ? coefficients[i] / scale[i] : 0
    intercept -= coefficients[i] * (sums[i] / weight)
  }
  return { intercept, coefficients, means: sums.map((sum) => sum / weight) }
}

// Below this share of a column's mean square, its variance is rounding.
const CONSTANT_SHARE = 1e-12

/** Standard deviation of each feature; 0 for one that does not vary. Shape [p]. */
function deviations({ features: p, gram, sums, total }: NormalEquations): Float64Array {
  return new Float64Array(p).map((_, i) => {
    const square = gram[i * p + i] / total.weight
    const variance = square - (sums[i] / total.weight) ** 2
    return variance > CONSTANT_SHARE * square ? Math.sqrt(variance) : 0
  })
}

/** Prediction for the row that starts at `at`. */
export function applyFit(fit: LinearFit, rows: Float64Array, at: number): number {
  let sum = fit.intercept
  for (let i = 0; i < fit.coefficients.length; i += 1) sum += fit.coefficients[i] * rows[at + i]
  return sum
}

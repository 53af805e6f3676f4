const TOLERANCE = 3e-3 // largest step of a standardised coefficient that still counts as rest
const MOST_ROUNDS = 8
const MOST_SWEEPS = 50

/**
 * Lasso by coordinate descent on correlations: minimises ½·bᵀCb − cᵀb + λ·Σ|b|.
 * Most coefficients are 0: sweeps go over the others, in a matrix of their own, until those rest.
 * @param matrix    C, symmetric, shape [p × p]; a diagonal of 1, or a row of 0 for a feature to leave out
 * @param moment    c, shape [p]
 * @param penalty   λ; at or above the largest |c| all coefficients are 0
 * @param b         start, and the result; shape [p]
 * @see Friedman, Hastie & Tibshirani (2010), Regularization Paths for GLMs via Coordinate Descent, J. Stat. Software 33(1)
 */
export function descendLasso(matrix: Float64Array, moment: Float64Array, penalty: number, b: Float64Array): void {
  const p = b.length
  const residual = moment.slice()
  for (let j = 0; j < p; j += 1) if (b[j] !== 0) subtractRow(residual, b[j], matrix, j * p)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (sweep(matrix, penalty, b, residual) < TOLERANCE) return
    settle(matrix, penalty, b, residual)
  }
}

/** One pass over all coefficients; returns the largest change. */
function sweep(matrix: Float64Array, penalty: number, b: Float64Array, residual: Float64Array): number {
  const p = b.length
  let largest = 0
  for (let j = 0; j < p; j += 1) {
    const row = j * p
    if (!(matrix[row + j] > 0)) continue
    const next = shrunk(residual[j] + b[j], penalty)
    const change = next - b[j]
    if (change === 0) continue
    b[j] = next
    subtractRow(residual, change, matrix, row)
    largest = Math.max(largest, Math.abs(change))
  }
  return largest
}

/** Sweeps over the coefficients that are not 0 until they rest. */
function settle(matrix: Float64Array, penalty: number, b: Float64Array, residual: Float64Array): void {
  const p = b.length
  const active: number[] = []
  for (let j = 0; j < p; j += 1) if (b[j] !== 0) active.push(j)
  const n = active.length
  const part = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) part[i * n + j] = matrix[active[i] * p + active[j]]
  const own = Float64Array.from(active, (j) => b[j])
  const rest = Float64Array.from(active, (j) => residual[j])
  for (let i = 0; i < MOST_SWEEPS; i += 1) if (sweep(part, penalty, own, rest) < TOLERANCE) break
  for (const [i, j] of active.entries()) {
    const change = own[i] - b[j]
    if (change !== 0) subtractRow(residual, change, matrix, j * p)
    b[j] = own[i]
  }
}

const shrunk = (value: number, by: number): number => (value > by ? value - by : value < -by ? value + by : 0)

function subtractRow(residual: Float64Array, times: number, matrix: Float64Array, row: number): void {
  for (let k = 0; k < residual.length; k += 1) residual[k] -= times * matrix[row + k]
}

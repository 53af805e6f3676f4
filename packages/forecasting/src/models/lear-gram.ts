/**
 * Adds rows to a Gram matrix: A += Σ z·zᵀ.
 * @param gram shape [n × n], row-major; only the lower triangle is written
 * @param rows shape [· × n], row-major; `count` rows are read from row `from` on
 */
export function addToGram(gram: Float64Array, n: number, rows: Float64Array, from: number, count: number): void {
  let row = from
  // Four rows at a time: the matrix is read and written once for four products.
  for (; row + 4 <= from + count; row += 4) addFour(gram, n, rows, row * n)
  for (; row < from + count; row += 1) addOne(gram, n, rows, row * n)
}

function addFour(gram: Float64Array, n: number, rows: Float64Array, a: number): void {
  const b = a + n
  const c = b + n
  const d = c + n
  for (let i = 0; i < n; i += 1) {
    const [x, y, z, w] = [rows[a + i], rows[b + i], rows[c + i], rows[d + i]]
    const at = i * n
    for (let j = 0; j <= i; j += 1) {
      gram[at + j] += x * rows[a + j] + y * rows[b + j] + z * rows[c + j] + w * rows[d + j]
    }
  }
}

function addOne(gram: Float64Array, n: number, rows: Float64Array, a: number): void {
  for (let i = 0; i < n; i += 1) {
    const x = rows[a + i]
    const at = i * n
    for (let j = 0; j <= i; j += 1) gram[at + j] += x * rows[a + j]
  }
}

/** Regressions of several targets on the same features, in correlations: every column has mean 0 and length 1. */
export interface Correlations {
  readonly features: number
  readonly targets: number
  readonly weight: number // observations, by weight
  readonly matrix: Float64Array // features with features, symmetric, [p × p]; a row of 0 where one never varies
  readonly moments: Float64Array // targets with features, [q × p]
  readonly means: Float64Array // of features, then targets, [p + q]
  readonly lengths: Float64Array // root of the sum of squares around the mean; 0 where it never varies, [p + q]
}

// Below this share of a column's sum of squares, its variance is rounding.
const CONSTANT_SHARE = 1e-10

/**
 * @param gram of rows `[1, features, targets]`, each times the root of its weight; lower triangle
 */
export function correlationsOf(gram: Float64Array, features: number, targets: number): Correlations {
  const [p, q, n] = [features, targets, 1 + features + targets]
  const weight = gram[0]
  const means = new Float64Array(p + q).map((_, i) => gram[(1 + i) * n] / weight)
  const lengths = means.map((mean, i) => {
    const square = gram[(1 + i) * (n + 1)]
    const around = square - weight * mean * mean
    return around > CONSTANT_SHARE * square ? Math.sqrt(around) : 0
  })
  const inverse = lengths.map((length) => (length > 0 ? 1 / length : 0))
  const matrix = new Float64Array(p * p)
  const moments = new Float64Array(q * p)
  for (let i = 0; i < p + q; i += 1) {
    const row = (1 + i) * n + 1
    const shift = weight * means[i]
    for (let j = 0; j <= i && j < p; j += 1) {
      const value = (gram[row + j] - shift * means[j]) * inverse[i] * inverse[j]
      if (i >= p) moments[(i - p) * p + j] = value
      else matrix[i * p + j] = matrix[j * p + i] = value
    }
  }
  return { features, targets, weight, matrix, moments, means, lengths }
}

/**
 * Cholesky factor of a symmetric positive definite matrix, in place: A = L·Lᵀ.
 * @param matrix shape [n × n], row-major; only the lower triangle is read, and L overwrites it
 * @throws RangeError naming the first pivot that is not positive
 */
export function factorCholesky(matrix: Float64Array, n: number): void {
  for (let j = 0; j < n; j += 1) {
    for (let i = j; i < n; i += 1) {
      let sum = matrix[i * n + j]
      for (let k = 0; k < j; k += 1) sum -= matrix[i * n + k] * matrix[j * n + k]
      if (i > j) matrix[i * n + j] = sum / matrix[j * n + j]
      else if (sum > 0) matrix[j * n + j] = Math.sqrt(sum)
      else throw new RangeError(`matrix is not positive definite at pivot ${j}: ${sum}`)
    }
  }
}

/**
 * Solves L·Lᵀ·x = b for a factor of `factorCholesky`.
 * @param b shape [n]; left as it is
 * @returns x, shape [n]
 */
export function solveCholesky(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  const x = b.slice(0, n)
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] -= factor[i * n + k] * x[k]
    x[i] /= factor[i * n + i]
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] -= factor[k * n + i] * x[k]
    x[i] /= factor[i * n + i]
  }
  return x
}

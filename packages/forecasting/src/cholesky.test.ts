import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { factorCholesky, solveCholesky } from './cholesky.ts'

test('a matrix of two rows is factored and solved as by hand', () => {
  const matrix = Float64Array.of(4, 99, 2, 3) // the upper triangle is not read
  factorCholesky(matrix, 2)
  assert.deepEqual([matrix[0], matrix[2], matrix[3]], [2, 1, Math.SQRT2]) // L = [[2, 0], [1, sqrt(3 - 1)]]
  const b = Float64Array.of(8, 7)
  const x = solveCholesky(matrix, 2, b) // 4x + 2y = 8 and 2x + 3y = 7: x = 1.25, y = 1.5
  assert.ok(Math.abs(x[0] - 1.25) < 1e-12 && Math.abs(x[1] - 1.5) < 1e-12)
  assert.deepEqual([...b], [8, 7])
})

test('a matrix that is not positive definite is refused at its pivot', () => {
  assert.throws(() => factorCholesky(Float64Array.of(1, 0, 2, 1), 2), /pivot 1/)
})

test('the solution of A·x = b gives b back', () => {
  const size = 5
  const numbers = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 30, maxLength: 30 })
  fc.assert(
    fc.property(numbers, (drawn) => {
      const root = drawn.slice(0, size * size)
      const b = Float64Array.from(drawn.slice(size * size))
      const matrix = new Float64Array(size * size)
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) {
          for (let k = 0; k < size; k += 1) matrix[i * size + j] += root[i * size + k] * root[j * size + k]
        }
        matrix[i * size + i] += 1
      }
      const factor = matrix.slice()
      factorCholesky(factor, size)
      const x = solveCholesky(factor, size, b)
      for (let i = 0; i < size; i += 1) {
        const back = x.reduce((sum, value, j) => sum + matrix[i * size + j] * value, 0)
        assert.ok(Math.abs(back - b[i]) < 1e-7)
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})

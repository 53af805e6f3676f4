import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayProducts, productAt, standardDays } from './price-kernel-days.ts'
import { solveTargets } from './price-kernel-solve.ts'
import { fitKernel, predictKernel } from './price-kernel.ts'

const HOURS = 24

test('two equations with two targets are solved as by hand', () => {
  // 4a + 2b = 8 and 2a + 3b = 8 give a = 1, b = 2; with 4 and 0 instead a = 1.5, b = -1.
  const solution = solveTargets(Float64Array.of(4, 0, 2, 3, 8, 8, 4, 0), 2, 2)
  for (const [i, expected] of [1, 2, 1.5, -1].entries()) assert.ok(Math.abs(solution[i] - expected) < 1e-12)
})

test('a matrix that is not positive definite is named by its pivot', () => {
  assert.throws(() => solveTargets(Float64Array.of(1, 0, 2, 1, 0, 0), 2, 1), /pivot 1/)
})

test('a solution of any size puts its equations right, whatever the panels', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 5 }), (n, targets) => {
      const entry = (i: number, j: number): number => Math.cos((i - j) / 3) + (i === j ? 0.5 : 0)
      const right = (target: number, i: number): number => Math.sin(target + i)
      const system = new Float64Array((n + targets) * n).map((_, cell) => {
        const [row, column] = [Math.floor(cell / n), cell % n]
        return row < n ? entry(row, column) : right(row - n, column)
      })
      const solution = solveTargets(system, n, targets)
      for (let target = 0; target < targets; target += 1) {
        for (let i = 0; i < n; i += 1) {
          let sum = 0
          for (let j = 0; j < n; j += 1) sum += entry(i, j) * solution[target * n + j]
          assert.ok(Math.abs(sum - right(target, i)) < 1e-9)
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('days of standard hours have a mean product of 1 with themselves on average, and their difference as by hand', () => {
  // Two days, 0 and 10 in every hour: mean 5, deviation 5, so they are −1 and 1.
  const table = new Float64Array(2 * HOURS).fill(10, HOURS)
  const source = standardDays(table, 0, 2)
  const products = dayProducts(source)
  assert.deepEqual([products[0], products[2], products[3]], [1, -1, 1])
  assert.deepEqual(productAt(source, 0, table, 1), { product: -1, squares: 4 })
})

const DAYS = 200
const tableOf = (curve: (load: number) => number) => {
  const load = new Float64Array((DAYS + 1) * HOURS).map((_, i) => Math.sin(Math.floor(i / HOURS) * 1.7) + (i % 24) / 24)
  return {
    prices: load.map(curve),
    covariates: [load],
    weekday: new Float64Array(DAYS + 1).map((_, day) => day % 7),
    holiday: new Float64Array(DAYS + 1),
  }
}
const known = new Float64Array(DAYS).fill(1)

test('a price that bends with its covariate is followed around the bend', () => {
  const table = tableOf((load) => load * load)
  const fit = fitKernel(table, 19_000, known, DAYS, 180)
  const predicted = predictKernel(fit, table, 19_000, DAYS)
  for (let hour = 0; hour < HOURS; hour += 1) {
    assert.ok(Math.abs(predicted[hour] - table.prices[DAYS * HOURS + hour]) < 0.15) // they range over 0…3.8
  }
})

test('a wrong price misleads less when its day is marked unknown', () => {
  const plain = tableOf((load) => load)
  const wrong = {
    ...plain,
    prices: plain.prices.map((price, i) => (Math.floor(i / HOURS) === 150 ? price + 1 : price)),
  }
  const without = known.map((share, day) => (day === 150 ? 0 : share))
  const far = 190 // its own lags do not reach day 150
  const kept = predictKernel(fitKernel(wrong, 0, known, DAYS, 180), plain, 0, far)
  const left = predictKernel(fitKernel(wrong, 0, without, DAYS, 180), plain, 0, far)
  const right = predictKernel(fitKernel(plain, 0, known, DAYS, 180), plain, 0, far)
  const distance = (a: Float64Array) => a.reduce((sum, value, i) => sum + Math.abs(value - right[i]), 0)
  assert.ok(distance(left) < distance(kept))
})

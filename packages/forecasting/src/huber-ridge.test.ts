import assert from 'node:assert/strict'
import { test } from 'node:test'
import { huberRidge } from './huber-ridge.ts'
import { applyFit } from './normal-equations.ts'

const all = (count: number): Float64Array => new Float64Array(count).fill(1)
const line = (x: readonly number[], y: readonly number[], delta: number) =>
  huberRidge({ rows: Float64Array.from(x), targets: Float64Array.from(y), weights: all(x.length) }, 1, 1e-9, delta)

test('errors below the bound are squared: the line of least squares', () => {
  // Σ(x − 1)(y − ȳ) ÷ Σ(x − 1)² = (−1 · −1 + 1 · 2) ÷ 2 for y of 0, 0, 3.
  const fit = line([0, 1, 2], [0, 0, 3], 10)
  assert.ok(Math.abs(fit.coefficients[0] - 1.5) < 1e-6)
  assert.ok(Math.abs(fit.intercept - -0.5) < 1e-6)
})

test('an outcome far off pulls by its weight, not by its distance', () => {
  // A line of slope 1 and one value 50 above it, in the middle: least squares rise by 50 ÷ 11 everywhere.
  const x = Array.from({ length: 11 }, (_, i) => i)
  const y = x.map((value) => value + (value === 5 ? 50 : 0))
  const off = (delta: number): number => Math.abs(applyFit(line(x, y, delta), Float64Array.of(8), 0) - 8)
  assert.ok(Math.abs(off(100) - 50 / 11) < 1e-6)
  assert.ok(off(0.1) < 0.1, `${off(0.1)}`)
})

test('an observation of weight 0 teaches nothing', () => {
  const rows = Float64Array.of(0, 1, 2, 3)
  const observed = { rows, targets: Float64Array.of(0, 1, 2, 99), weights: Float64Array.of(1, 1, 1, 0) }
  const fit = huberRidge(observed, 1, 1e-9, 0.1)
  assert.ok(Math.abs(applyFit(fit, rows, 3) - 3) < 1e-6)
})

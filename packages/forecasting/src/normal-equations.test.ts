import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRow, applyFit, emptyEquations, solveRidge } from './normal-equations.ts'

const close = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}`)

function threePoints(): ReturnType<typeof emptyEquations> {
  const equations = emptyEquations(2)
  const rows = Float64Array.of(0, 7, 1, 7, 2, 7) // the second feature never varies
  for (const [i, target] of [1, 3, 5].entries()) addRow(equations, rows, 2 * i, target, 1)
  return equations
}

test('a penalty of as many rows as there are halves the slope, as by hand', () => {
  // y = 1 + 2x at x = 0, 1, 2. Standardised, XᵀX = 3 and the slope 2 shrinks by 3 / (3 + λ); the means are 1 and 3.
  const { intercept, coefficients } = solveRidge(threePoints(), 3)
  close(coefficients[0], 1)
  close(intercept, 2)
  close(applyFit({ intercept, coefficients }, Float64Array.of(9, 4, 7), 1), 6)
})

test('a feature that never varies gets no weight', () => {
  assert.equal(solveRidge(threePoints(), 3).coefficients[1], 0)
})

test('an observation of weight 0 changes nothing, and one taken away leaves no trace', () => {
  const equations = threePoints()
  addRow(equations, Float64Array.of(50, 1), 0, NaN, 0)
  addRow(equations, Float64Array.of(50, 1), 0, 9, 1)
  addRow(equations, Float64Array.of(50, 1), 0, 9, -1)
  assert.deepEqual(equations, threePoints())
})

test('without observations everything is 0', () => {
  assert.deepEqual(solveRidge(emptyEquations(1), 1), { intercept: 0, coefficients: Float64Array.of(0) })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nelderMead } from './nelder-mead.ts'

const limits = { step: 0.2, tolerance: 1e-14, mostEvaluations: 1000 }

test('the lowest point of a bowl is found', () => {
  const { at, value } = nelderMead(([x, y]) => 3 + (x - 0.3) ** 2 + 4 * (y - 0.6) ** 2 + (x - 0.3) * (y - 0.6), [0.5, 0.5], limits) // prettier-ignore
  assert.ok(Math.abs(at[0] - 0.3) < 1e-5 && Math.abs(at[1] - 0.6) < 1e-5, `${at[0]} ${at[1]}`)
  assert.ok(Math.abs(value - 3) < 1e-10)
})

test('a minimum outside the box is answered by its nearest point of the edge', () => {
  const { at } = nelderMead(([x, y]) => (x - 2) ** 2 + (y - 0.5) ** 2, [0.2, 0.9], limits)
  assert.equal(at[0], 1)
  assert.ok(Math.abs(at[1] - 0.5) < 1e-4)
})

test("the bent valley of Rosenbrock's function is followed to its end", () => {
  const { at } = nelderMead(([x, y]) => (1 - 2 * x) ** 2 + 100 * (2 * y - 4 * x * x) ** 2, [0.1, 0.9], limits)
  assert.ok(Math.abs(at[0] - 0.5) < 1e-4 && Math.abs(at[1] - 0.5) < 1e-4, `${at[0]} ${at[1]}`)
})

test('a place where the function is no number is left, and nothing to move is no problem', () => {
  const { at } = nelderMead(([x]) => (x > 0.6 ? NaN : (x - 0.5) ** 2), [0.55], limits)
  assert.ok(Math.abs(at[0] - 0.5) < 1e-4)
  assert.equal(nelderMead(() => 7, [], limits).value, 7)
})

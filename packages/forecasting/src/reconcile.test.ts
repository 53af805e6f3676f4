import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { errorCovariance } from './error-covariance.ts'
import { createReconciler, type Hierarchy, reconcile } from './reconcile.ts'
import { reconcileQuantiles } from './reconcile-quantiles.ts'

/** A portfolio over two sites. */
const PAIR: Hierarchy = { leaves: 2, sums: Float64Array.of(1, 1, 1, 0, 0, 1) }
const NONE = new Float64Array(0)
const near = (actual: ArrayLike<number>, expected: readonly number[], within = 1e-9): void => {
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(actual[i] - value) <= within, `${i}: ${actual[i]}`)
}

test('what the sum is off by is shared in thirds where nodes weigh alike', () => {
  // 10 against 4 + 3: off by 3; each leaf takes 1, the sum gives 1.
  near(reconcile(createReconciler(PAIR, 'ols', NONE), Float64Array.of(10, 4, 3)), [9, 5, 4])
})

test('by variances, who errs more moves more', () => {
  // Mean squares 4, 1, 1 (three steps alike): of 3 the sum gives 3·4/6 = 2, the leaves take 3·1/6 = 0.5 each.
  const errors = Float64Array.of(2, -2, 2, 1, 1, -1, -1, 1, 1)
  near(reconcile(createReconciler(PAIR, 'wls', errors), Float64Array.of(10, 4, 3)), [8, 4.5, 3.5])
})

test('correlations shrink as by hand, and with them the covariance', () => {
  // Two nodes of unit variance over 4 steps; products 1, 1, 1, −1: correlation 0.5, Σ of squares 4, so that its variance
  // is (4 − 4/4) / (4·3) = 0.25, λ = 0.25 / 0.25 = 1: nothing is left. 16 steps, the same four times: (16 − 64/16) / (16·15)
  // = 0.05, λ = 0.05 / 0.25 = 0.2: 0.4 is left.
  const four = [[1, 1, -1, 1], [1, 1, -1, -1]] // prettier-ignore
  near(errorCovariance('mint', Float64Array.from(four.flat()), 2), [1, 0, 0, 1])
  const sixteen = four.flatMap((row) => [...row, ...row, ...row, ...row])
  near(errorCovariance('mint', Float64Array.from(sixteen), 2), [1, 0.4, 0.4, 1])
})

test('an error that is of the sum alone is taken from the sum', () => {
  const normal = seededNormal(seededRandom(2))
  const steps = 300
  const errors = new Float64Array(3 * steps)
  for (let t = 0; t < steps; t += 1) {
    const both = normal()
    errors[steps + t] = both + 0.5 * normal()
    errors[2 * steps + t] = both + 0.5 * normal()
    errors[t] = errors[steps + t] + errors[2 * steps + t] + normal()
  }
  const reconciler = createReconciler(PAIR, 'mint', errors)
  near(reconcile(reconciler, Float64Array.of(7, 4, 3)), [7, 4, 3]) // what sums already stays
  // The sum's own error has variance 1 and goes with no leaf's: it takes all that the sum is off by.
  const [sum, first, second] = reconcile(reconciler, Float64Array.of(10, 4, 3))
  assert.ok(sum < 7.9 && Math.abs(first - second - 1) < 0.2, `${sum} ${first} ${second}`)
})

test('leaves below 0 are held there and the others give way', () => {
  // Unbounded 4 − 1 … : sum 2, leaves 4, −3 differ by 1: 5/3, 13/3, −8/3. With leaf 2 at 0 leaf 1 lies between 2 and 4: 3.
  const reconciler = createReconciler(PAIR, 'ols', NONE)
  near(reconcile(reconciler, Float64Array.of(2, 4, -3)), [5 / 3, 13 / 3, -8 / 3])
  near(reconcile(reconciler, Float64Array.of(2, 4, -3), true), [3, 3, 0])
  near(reconcile(reconciler, Float64Array.of(-5, -4, -3), true), [0, 0, 0])
})

test('non-negative answers cannot be bettered by any that is tried', () => {
  // Two groups of two sites under one portfolio.
  const tree: Hierarchy = {
    leaves: 4,
    sums: Float64Array.from([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]].flat()), // prettier-ignore
  }
  const reconciler = createReconciler(tree, 'ols', NONE)
  const value = fc.double({ min: -100, max: 100, noNaN: true })
  fc.assert(
    fc.property(fc.array(value, { minLength: 7, maxLength: 7 }), fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 }), (forecasts, other) => {
      const answer = reconcile(reconciler, Float64Array.from(forecasts), true)
      const sum = (leaves: readonly number[], node: number): number => leaves.reduce((total, leaf, j) => total + tree.sums[node * 4 + j] * leaf, 0) // prettier-ignore
      const leaves = [...answer.slice(3)]
      assert.ok(leaves.every((leaf) => leaf >= 0))
      near(answer, Array.from({ length: 7 }, (_, node) => sum(leaves, node)))
      const distance = (nodes: readonly number[]): number => nodes.reduce((total, node, i) => total + (node - forecasts[i]) ** 2, 0) // prettier-ignore
      const tried = Array.from({ length: 7 }, (_, node) => sum(other, node))
      assert.ok(distance([...answer]) <= distance(tried) + 1e-6)
      // Nearer ones, too: a hundredth of the way to the other.
      const close = Array.from({ length: 7 }, (_, node) => 0.99 * answer[node] + 0.01 * tried[node])
      assert.ok(distance([...answer]) <= distance(close) + 1e-6)
    }),
    { seed: 1, numRuns: 200 },
  ) // prettier-ignore
})

test('quantiles that sum already stay where errors go together, and draw nearer where they cancel', () => {
  const levels = [0.1, 0.5, 0.9]
  const node = (low: number, middle: number, high: number) => ({ levels, values: Float64Array.of(low, middle, high) })
  const steps = 400
  const uniform = seededRandom(5)
  const errorsWith = (sign: number): Float64Array => {
    const errors = new Float64Array(3 * steps)
    for (let t = 0; t < steps; t += 1) {
      errors[steps + t] = uniform() - 0.5
      errors[2 * steps + t] = sign * errors[steps + t]
      errors[t] = errors[steps + t] + errors[2 * steps + t]
    }
    return errors
  }
  const quantiles = [node(14, 20, 26), node(7, 10, 13), node(7, 10, 13)]
  const reconciler = createReconciler(PAIR, 'ols', NONE)
  const together = reconcileQuantiles(reconciler, quantiles, errorsWith(1), 1)
  near(together[0].values, [14, 20, 26], 0.1)
  near(together[1].values, [7, 10, 13], 0.1)
  const apart = reconcileQuantiles(reconciler, quantiles, errorsWith(-1), 1)
  // The leaves always sum to 20, the sum says 14, 20, 26: a third of its distance is given to them, 2/3 · ŷ + 20/3.
  near(apart[0].values, [16, 20, 24], 0.1)
  assert.deepEqual(reconcileQuantiles(reconciler, quantiles, errorsWith(1).fill(0), 3), reconcileQuantiles(reconciler, quantiles, errorsWith(1).fill(0), 3)) // prettier-ignore
})

test('shapes that do not fit are refused', () => {
  assert.throws(() => createReconciler({ leaves: 2, sums: new Float64Array(5) }, 'ols', NONE), /5 sums/)
  assert.throws(
    () => createReconciler({ leaves: 2, sums: Float64Array.of(1, 1, 1, 1) }, 'ols', NONE),
    /positive definite|do not tell/,
  )
  assert.throws(() => reconcile(createReconciler(PAIR, 'ols', NONE), new Float64Array(4)), /4 forecasts/)
})

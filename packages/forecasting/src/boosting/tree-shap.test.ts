import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { binColumns } from './bins.ts'
import { applyTrees, boost } from './boost.ts'
import { addTreeShap, addTreesShap, canExplain } from './tree-shap.ts'
import type { Tree } from './tree.ts'

/** Splits on feature 0 at 5, its left child on feature 1 at 2; 10 rows, of which 6 go left, of those 2 left again. */
const small: Tree = {
  feature: Int16Array.of(0, 1, -1, -1, -1),
  bin: new Uint8Array(5),
  threshold: Float64Array.of(5, 2, 0, 0, 0),
  missingLeft: Uint8Array.of(1, 0, 0, 0, 0),
  left: Int16Array.of(1, 3, -1, -1, -1),
  right: Int16Array.of(2, 4, -1, -1, -1),
  values: Float64Array.of(0, 0, 100, 10, 40),
  cover: Int32Array.of(10, 6, 4, 2, 4),
}

/** Answer where only the features of `known` are known, a bit each. */
function answer(tree: Tree, row: Float64Array, known: number, node = 0): number {
  const feature = tree.feature[node]
  if (feature < 0) return tree.values[node]
  const [left, right] = [tree.left[node], tree.right[node]]
  const cover = tree.cover as Int32Array
  if (known & (1 << feature)) {
    const goesLeft = Number.isNaN(row[feature]) ? tree.missingLeft[node] === 1 : row[feature] <= tree.threshold[node]
    return answer(tree, row, known, goesLeft ? left : right)
  }
  const share = cover[left] / cover[node]
  return share * answer(tree, row, known, left) + (1 - share) * answer(tree, row, known, right)
}

/** The definition: the mean over all orders of what a feature adds when it becomes known. */
function shapley(tree: Tree, row: Float64Array): number[] {
  const orders = permutations([...row.keys()])
  return [...row.keys()].map((feature) => {
    const gains = orders.map((order) => {
      const before = order.slice(0, order.indexOf(feature)).reduce((bits, one) => bits | (1 << one), 0)
      return answer(tree, row, before | (1 << feature)) - answer(tree, row, before)
    })
    return gains.reduce((sum, gain) => sum + gain, 0) / orders.length
  })
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((first) => permutations(items.filter((one) => one !== first)).map((rest) => [first, ...rest]))
}

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${actual}, not ${expected}`)

test('the Shapley values of a tree of two splits are those worked out by hand', () => {
  // Nothing known: 0.4 · 100 + 0.6 · (1/3 · 10 + 2/3 · 40) = 58. Feature 0 known (3 ≤ 5): 30. Feature 1 known (1 ≤ 2):
  // 0.4 · 100 + 0.6 · 10 = 46. Both: 10. Feature 0: ((30 − 58) + (10 − 46)) / 2 = −32; feature 1: (−12 − 20) / 2 = −16.
  const out = new Float64Array(2)
  near(addTreeShap(small, Float64Array.of(3, 1), out), 58)
  near(out[0], -32)
  near(out[1], -16)
})

test('a missing value goes the way that the tree learned', () => {
  const [missing, low] = [new Float64Array(2), new Float64Array(2)]
  addTreeShap(small, Float64Array.of(NaN, 1), missing)
  addTreeShap(small, Float64Array.of(3, 1), low)
  assert.deepEqual(missing, low)
})

test('a tree that does not know its rows is refused', () => {
  const { cover: _, ...bare } = small
  assert.equal(canExplain({ base: Float64Array.of(0), trees: [bare] }), false)
  assert.throws(() => addTreeShap(bare, Float64Array.of(1, 1), new Float64Array(2)), RangeError)
})

function boosted(seed: number) {
  const uniform = seededRandom(seed)
  const columns = Array.from({ length: 5 }, () =>
    Float64Array.from({ length: 300 }, () => (uniform() < 0.1 ? NaN : uniform())),
  )
  const target = Float64Array.from(columns[0], (_, i) => (columns[0][i] || 0) * 3 + (columns[1][i] > 0.5 ? columns[2][i] || 0 : 1)) // prettier-ignore
  const rules = { loss: { kind: 'squared' }, trees: 4, learningRate: 0.5, depth: 4, leastRows: 5, penalty: 1, rowShare: 0.7, columnShare: 0.9, validationRows: 0, patience: 1 } as const // prettier-ignore
  const row = Float64Array.from({ length: 5 }, () => (uniform() < 0.2 ? NaN : uniform()))
  return { trees: boost(binColumns(columns, 16), target, rules, uniform), row }
}

test('on trees that split on a feature more than once the values are those of the definition', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const { trees, row } = boosted(seed)
      for (const tree of trees.trees) {
        const out = new Float64Array(5)
        near(addTreeShap(tree, row, out), answer(tree, row, 0))
        for (const [feature, expected] of shapley(tree, row).entries()) near(out[feature], expected)
      }
    }),
    { seed: 1, numRuns: 20 },
  )
})

test('what is added for all trees, with the answer of none known, is the answer of the trees', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const { trees, row } = boosted(seed)
      const out = new Float64Array(5)
      near(addTreesShap(trees, row, out) + out.reduce((sum, one) => sum + one, 0), applyTrees(trees, row))
    }),
    { seed: 2, numRuns: 50 },
  )
})

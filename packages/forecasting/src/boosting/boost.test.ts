import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { binColumns, binOf } from './bins.ts'
import { applyTrees, boost, type BoostedTrees, type BoostOptions } from './boost.ts'
import { seededFor } from './seed.ts'
import { leafOf } from './tree.ts'

const RUNS = { seed: 1, numRuns: 40 }
const stump: BoostOptions = {
  loss: { kind: 'squared' },
  trees: 1,
  learningRate: 1,
  depth: 1,
  leastRows: 1,
  penalty: 0,
  rowShare: 1,
  columnShare: 1,
  validationRows: 0,
  patience: 1,
}
const never = (): number => assert.fail('no random number is needed')
const fitOne = (x: readonly number[], y: readonly number[], change: Partial<BoostOptions> = {}): BoostedTrees =>
  boost(binColumns([Float64Array.from(x)], 64), Float64Array.from(y), { ...stump, ...change }, never)
const at = (model: BoostedTrees, x: number, output = 0): number => applyTrees(model, Float64Array.of(x), 0, output)
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} for ${expected}`)

test('squared loss splits where the squares fall most, and a leaf is the mean', () => {
  // Mean 4. Residuals −3 −2 −3 2 6: after two G² sums give 25/2 + 25/3 = 20.8, after three 64/3 + 64/2 = 53.3, after
  // four 36/4 + 36 = 45. So the cut is between 3 and 4: means (1 + 2 + 1) / 3 and (6 + 10) / 2.
  const model = fitOne([1, 2, 3, 4, 5], [1, 2, 1, 6, 10])
  assert.equal(model.base[0], 4)
  assert.equal(model.trees[0].threshold[0], 3.5)
  for (const [x, y] of [[1, 4 / 3], [3.5, 4 / 3], [3.6, 8], [99, 8]]) near(at(model, x), y) // prettier-ignore
})

test('the penalty shrinks a leaf as rows of zero residual would', () => {
  // Base 2. Left residuals −2 −2, right 2 2; with 2 rows of penalty ∓4 / (2 + 2).
  const model = fitOne([1, 2, 3, 4], [0, 0, 4, 4], { penalty: 2 })
  assert.deepEqual([at(model, 1), at(model, 4)], [1, 3])
})

test('absolute loss leaves hold medians, so that an outlier pulls nothing', () => {
  // Median of 1 1 2 8 9 1000 is 5; signs −−−+++ are best cut in the middle: medians 1 and 9.
  const model = fitOne([1, 2, 3, 4, 5, 6], [1, 1, 2, 8, 9, 1000], { loss: { kind: 'pinball', levels: [0.5] } })
  assert.equal(model.base[0], 5)
  assert.deepEqual([at(model, 2), at(model, 5)], [1, 9])
})

test('one tree holds the quantiles of all levels', () => {
  // Base at 0.25 and 0.75 of 0 1 2 3 4 10 20 30 40 50: places 2.25 and 6.75, so 2.25 and 27.5. The gradient of the first
  // level is −0.75 for 0 1 2, else 0.25: cut after three, 2.25²/3 + 1.75²/7 = 2.1 (after five 1.75²/5 + 1.25²/5 = 0.9).
  // Left 0 1 2: 0.5 and 1.5. Right 3 4 10 20 30 40 50: places 1.5 and 4.5, so 7 and 35.
  const y = [0, 1, 2, 3, 4, 10, 20, 30, 40, 50]
  const model = fitOne([...y.keys()], y, { loss: { kind: 'pinball', levels: [0.25, 0.75] } })
  assert.deepEqual([...model.base], [2.25, 27.5])
  assert.deepEqual([at(model, 0), at(model, 0, 1)], [0.5, 1.5])
  assert.deepEqual([at(model, 9), at(model, 9, 1)], [7, 35])
})

test('missing values go where they gain more', () => {
  for (const [missing, left] of [
    [0, 1],
    [10, 0],
  ]) {
    // prettier-ignore
    const model = fitOne([1, 2, 3, 4, NaN, NaN], [0, 0, 10, 10, missing, missing])
    assert.equal(model.trees[0].missingLeft[0], left)
    near(at(model, NaN), missing)
  }
})

test('where training saw no missing value, one goes with the larger side', () => {
  const model = fitOne([1, 2, 3, 4, 5], [0, 0, 0, 0, 10])
  assert.equal(leafOf(model.trees[0], Float64Array.of(NaN)), leafOf(model.trees[0], Float64Array.of(1)))
})

test('a column of few values has a bin for each; the bin of missing values is its own', () => {
  const { edges, bins } = binColumns([Float64Array.of(7, NaN, 3, 7, 5)], 64)
  assert.deepEqual([...edges[0]], [4, 6])
  assert.deepEqual([...bins], [3, 0, 1, 3, 2])
  assert.deepEqual([binOf(-Infinity, edges[0]), binOf(4, edges[0]), binOf(Infinity, edges[0])], [1, 1, 3])
})

test('bins stay within a byte, and rise with the value', () => {
  const column = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i) ** 3)
  const { edges, bins } = binColumns([column], 255)
  assert.ok(edges[0].length <= 254)
  for (let i = 1; i < column.length; i += 1) {
    assert.ok(column[i] > column[i - 1] ? bins[i] >= bins[i - 1] : bins[i] <= bins[i - 1])
  }
})

test('no leaf is smaller than asked, and a constant target grows no tree', () => {
  const model = fitOne([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 10], { leastRows: 2 })
  assert.equal(model.trees[0].threshold[0], 4.5)
  assert.equal(fitOne([1, 2, 3], [5, 5, 5], { trees: 9 }).trees.length, 0)
  assert.equal(fitOne([1, 2, 3], [NaN, NaN, NaN]).trees.length, 0)
})

const noisy = (rows: number, seed: number): { columns: Float64Array[]; target: Float64Array } => {
  const random = seededRandom(seed)
  const columns = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => (random() < 0.1 ? NaN : random())))
  const signal = (i: number): number => 3 * (columns[0][i] || 0) - Math.sin(6 * (columns[1][i] || 0))
  return { columns, target: Float64Array.from({ length: rows }, (_, i) => signal(i) + random()) }
}
const deep: BoostOptions = { ...stump, trees: 12, depth: 4, learningRate: 0.3, penalty: 1, leastRows: 3 }

test('a monotone feature moves every output one way only, whatever the others are', () => {
  const losses: BoostOptions['loss'][] = [{ kind: 'squared' }, { kind: 'pinball', levels: [0.1, 0.5, 0.9] }]
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...losses), fc.constantFrom(1, -1), (seed, loss, sign) => {
      const { columns, target } = noisy(150, seed)
      const options = { ...deep, loss, monotone: Int8Array.of(0, sign, 0) }
      const model = boost(binColumns(columns, 64), target, options, never)
      for (let row = 0; row < 20; row += 1) {
        for (let output = 0; output < model.base.length; output += 1) {
          let before = -Infinity
          for (let x = 0; x <= 1; x += 0.05) {
            const features = Float64Array.of(columns[0][row], x, columns[2][row])
            const value = sign * applyTrees(model, features, 0, output)
            assert.ok(value >= before - 1e-12, `${value} after ${before}`)
            before = value
          }
        }
      }
    }),
    RUNS,
  )
})

test('the same seed gives the same bytes, another seed others', () => {
  const { columns, target } = noisy(400, 3)
  const grown = (name: string): string => {
    const options = { ...deep, rowShare: 0.5, columnShare: 0.7 }
    return JSON.stringify(boost(binColumns(columns, 64), target, options, seededFor(1, name)))
  }
  assert.equal(grown('a'), grown('a'))
  assert.notEqual(grown('a'), grown('b'))
})

test('a times the target gives a times the prediction of squared loss', () => {
  const { columns, target } = noisy(200, 5)
  const binned = binColumns(columns, 64)
  const plain = boost(binned, target, deep, never)
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), (power) => {
      const factor = 2 ** power // exact in binary, so that even ties stay ties
      const scaled = boost(binned, target.map((value) => factor * value), deep, never) // prettier-ignore
      const row = Float64Array.of(0.3, 0.6, NaN)
      near(applyTrees(scaled, row) / factor, applyTrees(plain, row))
    }),
    RUNS,
  )
})

test('boosting stops at what serves the last rows: noise grows no tree, a lasting step grows some', () => {
  const random = seededRandom(9)
  const column = Float64Array.from({ length: 300 }, () => random())
  const held = { ...deep, trees: 60, validationRows: 60, patience: 5 }
  const noise = boost(binColumns([column], 64), column.map(() => random()), { ...held, trees: 200 }, never) // prettier-ignore
  assert.ok(noise.trees.length < 6, `${noise.trees.length} trees`)
  const step = boost(binColumns([column], 64), column.map((x) => (x > 0.5 ? 1 : 0)), held, never) // prettier-ignore
  assert.ok(step.trees.length > 10)
})

test('rows held out for the stop teach nothing', () => {
  const { columns, target } = noisy(200, 7)
  const binned = binColumns(columns, 64)
  const fit = (last: number): BoostedTrees =>
    boost(binned, target.map((y, i) => (i < 150 ? y : y + last)), { ...deep, trees: 1, validationRows: 50 }, never) // prettier-ignore
  const [plain, shifted] = [fit(0), fit(0.01)]
  assert.deepEqual(plain.base, shifted.base)
  assert.deepEqual(plain.trees[0], shifted.trees[0])
})

import type { Binned } from './bins.ts'
import { growTree } from './grow-tree.ts'
import { type LeafRules, valueTree } from './leaf-values.ts'
import { bestConstant, gradientOf, type Loss, lossOf, outputsOf } from './loss.ts'
import { leafOf, leafOfBins, type Tree } from './tree.ts'

/** How a model is boosted. */
export interface BoostOptions {
  readonly loss: Loss
  readonly trees: number // at most
  readonly learningRate: number // 0 < rate ≤ 1
  readonly depth: number // splits from root to leaf, ≤ 12
  readonly leastRows: number // of a leaf
  readonly penalty: number // λ, in rows, on leaves of squared loss and on gains
  readonly rowShare: number // of the rows each tree sees
  readonly columnShare: number // of the features
  readonly monotone?: Int8Array // per feature: 1 rising, −1 falling, 0 free
  readonly validationRows: number // last rows, held out to stop at; 0: no early stop
  readonly patience: number // trees without gain on them after which boosting stops
}

/** Boosted trees as plain data. */
export interface BoostedTrees {
  readonly base: Float64Array // before any tree; shape [outputs]
  readonly trees: readonly Tree[]
}

/** Below this share of the sum of squared gradients a gain is rounding. */
const LEAST_GAIN_SHARE = 1e-12

/**
 * Histogram gradient boosting. With several levels one tree serves all: its splits follow the gradient of one level, each
 * in turn, its leaves hold the quantile of every level. Sums run in a fixed order: the same input gives the same bytes.
 * @param target NaN rows are left out; shape [rows], rows in the order of time
 * @param random uniform in [0, 1); not called when both shares are 1
 * @see Friedman (2001), Greedy Function Approximation, Annals of Statistics 29(5); Ke et al. (2017), LightGBM, NeurIPS
 */
export function boost(binned: Binned, target: Float64Array, options: BoostOptions, random: () => number): BoostedTrees {
  const outputs = outputsOf(options.loss)
  const split = binned.rows - options.validationRows
  const known = Int32Array.from(target.keys()).filter((row) => !Number.isNaN(target[row]))
  const training = known.filter((row) => row < split)
  const held = known.filter((row) => row >= split)
  if (training.length === 0) return { base: new Float64Array(outputs), trees: [] }
  const base = Float64Array.from({ length: outputs }, (_, output) =>
    bestConstant(
      options.loss,
      output,
      Float64Array.from(training, (row) => target[row]),
      0,
    ),
  )
  const residuals = Array.from(base, (constant) => target.map((value) => value - constant))
  const trees: Tree[] = []
  let best = { loss: meanLoss(options.loss, residuals, held), trees: 0 }
  for (let t = 0; t < options.trees; t += 1) {
    const tree = nextTree(binned, residuals, training, t % outputs, options, random)
    if (tree.feature[0] < 0 && options.rowShare === 1 && options.columnShare === 1 && outputs === 1) break
    trees.push(tree)
    for (const row of known) takeIn(tree, leafOfBins(tree, binned, row), residuals, row)
    if (held.length === 0) continue
    const loss = meanLoss(options.loss, residuals, held)
    if (loss < best.loss) best = { loss, trees: trees.length }
    else if (trees.length - best.trees >= options.patience) break
  }
  return { base, trees: held.length > 0 ? trees.slice(0, best.trees) : trees }
}

function takeIn({ values }: Tree, leaf: number, residuals: readonly Float64Array[], row: number): void {
  for (let output = 0; output < residuals.length; output += 1) {
    residuals[output][row] -= values[leaf * residuals.length + output]
  }
}

function nextTree(
  binned: Binned,
  residuals: readonly Float64Array[],
  training: Int32Array,
  output: number,
  options: BoostOptions,
  random: () => number,
): Tree {
  const { loss, penalty, leastRows, learningRate } = options
  const monotone = options.monotone ?? new Int8Array(binned.features)
  const rows = sampled(training, options.rowShare, random)
  const usable = sampled(
    Int32Array.from({ length: binned.features }, (_, f) => f),
    options.columnShare,
    random,
  )
  const gradients = new Float64Array(binned.rows)
  let squares = 0
  for (const row of rows) {
    gradients[row] = gradientOf(loss, output, residuals[output][row])
    squares += gradients[row] * gradients[row]
  }
  const splitRules = { leastRows, penalty, monotone, leastGain: LEAST_GAIN_SHARE * squares }
  const grown = growTree(binned, usable, rows, gradients, options.depth, splitRules)
  const leafRules: LeafRules = { loss, penalty, learningRate, monotone }
  return valueTree(grown, binned, residuals, leafRules)
}

/** About `share` of the items, in their order, never none. */
function sampled(items: Int32Array, share: number, random: () => number): Int32Array {
  if (share >= 1) return items
  const chosen = items.filter(() => random() < share)
  return chosen.length > 0 ? chosen : items
}

function meanLoss(loss: Loss, residuals: readonly Float64Array[], rows: Int32Array): number {
  let sum = 0
  for (const [output, own] of residuals.entries()) {
    for (const row of rows) sum += lossOf(loss, output, own[row])
  }
  return sum / (rows.length * residuals.length)
}

/** Prediction of one output for the row of features that starts at `at`. */
export function applyTrees({ base, trees }: BoostedTrees, row: Float64Array, at = 0, output = 0): number {
  let sum = base[output]
  for (const tree of trees) sum += tree.values[leafOf(tree, row, at) * base.length + output]
  return sum
}

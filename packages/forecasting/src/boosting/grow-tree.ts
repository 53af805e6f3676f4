import type { Binned } from './bins.ts'
import { findSplit, type Split, type SplitRules } from './find-split.ts'
import { emptyHistogram, fillHistogram, type Histogram, subtractHistogram } from './histogram.ts'

/** The shape of a tree without values, and which rows each node holds: `order[from[n] .. to[n])`. */
export interface Grown {
  readonly nodes: number
  readonly split: readonly (Split | undefined)[] // undefined at a leaf
  readonly left: Int16Array
  readonly right: Int16Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly order: Int32Array
}

interface Growth {
  readonly binned: Binned
  readonly usable: Int32Array
  readonly rules: SplitRules
  readonly order: Int32Array
  readonly gradients: Float64Array // by place in `order`
  readonly spare: { readonly order: Int32Array; readonly gradients: Float64Array }
  readonly histograms: Histogram[] // not in use
  readonly tree: { nodes: number; split: (Split | undefined)[] } & Pick<Grown, 'left' | 'right' | 'from' | 'to'>
}

/**
 * Grows a tree towards the gradients (what is left to explain), depth first. Of each pair of children the smaller one is
 * counted, the other is the difference to the parent.
 * @param usable    features that may split, rising
 * @param rows      rows that count, rising
 * @param gradients per row; shape [binned.rows]
 * @param depth     most splits from the root to a leaf
 */
export function growTree(
  binned: Binned,
  usable: Int32Array,
  rows: Int32Array,
  gradients: Float64Array,
  depth: number,
  rules: SplitRules,
): Grown {
  const most = 2 ** (depth + 1) - 1
  const growth: Growth = {
    binned,
    usable,
    rules,
    order: rows.slice(),
    gradients: Float64Array.from(rows, (row) => gradients[row]),
    spare: { order: new Int32Array(rows.length), gradients: new Float64Array(rows.length) },
    histograms: Array.from({ length: depth + 1 }, () => emptyHistogram(binned, usable.length)),
    tree: {
      nodes: 1,
      split: [],
      left: new Int16Array(most).fill(-1),
      right: new Int16Array(most).fill(-1),
      from: new Int32Array(most),
      to: new Int32Array(most),
    },
  }
  growth.tree.to[0] = rows.length
  const histogram = takeHistogram(growth)
  fillHistogram(histogram, binned, usable, growth.order, growth.gradients, 0, rows.length)
  growNode(growth, 0, depth, histogram)
  return { ...growth.tree, order: growth.order }
}

const takeHistogram = ({ histograms, binned, usable }: Growth): Histogram =>
  histograms.pop() ?? emptyHistogram(binned, usable.length)

/** Splits a node as long as it gains; gives its histogram back when done. */
function growNode(growth: Growth, node: number, depth: number, histogram: Histogram): void {
  const { binned, usable, rules, tree } = growth
  const [from, to] = [tree.from[node], tree.to[node]]
  const tooSmall = depth === 0 || to - from < 2 * rules.leastRows
  const split = tooSmall ? undefined : findSplit(histogram, binned, usable, rules)
  tree.split[node] = split
  if (!split) {
    growth.histograms.push(histogram)
    return
  }
  const middle = partition(growth, from, to, split)
  const [left, right] = [tree.nodes, tree.nodes + 1]
  tree.nodes += 2
  tree.left[node] = left
  tree.right[node] = right
  tree.from.set([from, middle], left)
  tree.to.set([middle, to], left)
  growChildren(growth, left, right, depth - 1, histogram)
}

function growChildren(growth: Growth, left: number, right: number, depth: number, parent: Histogram): void {
  const { binned, usable, order, gradients, tree } = growth
  if (depth === 0) {
    tree.split[left] = undefined
    tree.split[right] = undefined
    growth.histograms.push(parent)
    return
  }
  const leftIsSmaller = tree.to[left] - tree.from[left] <= tree.to[right] - tree.from[right]
  const smaller = leftIsSmaller ? left : right
  const counted = takeHistogram(growth)
  fillHistogram(counted, binned, usable, order, gradients, tree.from[smaller], tree.to[smaller])
  subtractHistogram(parent, counted)
  growNode(growth, left, depth, leftIsSmaller ? counted : parent)
  growNode(growth, right, depth, leftIsSmaller ? parent : counted)
}

/** Puts the rows that go left before those that go right, both in their old order; returns where the right ones begin. */
function partition({ binned, order, gradients, spare }: Growth, from: number, to: number, split: Split): number {
  const column = split.feature * binned.rows
  let left = from
  let right = 0
  for (let i = from; i < to; i += 1) {
    const bin = binned.bins[column + order[i]]
    if (bin === 0 ? split.missingLeft : bin <= split.bin) {
      order[left] = order[i]
      gradients[left] = gradients[i]
      left += 1
    } else {
      spare.order[right] = order[i]
      spare.gradients[right] = gradients[i]
      right += 1
    }
  }
  order.set(spare.order.subarray(0, right), left)
  gradients.set(spare.gradients.subarray(0, right), left)
  return left
}

import type { Binned } from './bins.ts'
import type { Grown } from './grow-tree.ts'
import { bestConstant, type Loss, outputsOf } from './loss.ts'
import type { Tree } from './tree.ts'

/** How a grown tree gets its values. */
export interface LeafRules {
  readonly loss: Loss
  readonly penalty: number // λ, in rows
  readonly learningRate: number
  readonly monotone: Int8Array // per feature: 1 rising, −1 falling, 0 free
}

/**
 * Gives each leaf the best constant of its residuals, times the learning rate. At a split on a monotone feature the mean
 * of both children's constants bounds the leaves on either side, so that no leaf below contradicts it.
 * @param residuals per output and row; shape [outputs][binned.rows]
 */
export function valueTree(grown: Grown, binned: Binned, residuals: readonly Float64Array[], rules: LeafRules): Tree {
  const outputs = outputsOf(rules.loss)
  const { nodes, split } = grown
  const each = Array.from({ length: nodes }, (_, node) => split[node])
  const tree: Tree = {
    feature: Int16Array.from(each, (own) => own?.feature ?? -1),
    bin: Uint8Array.from(each, (own) => own?.bin ?? 0),
    threshold: Float64Array.from(each, (own) => (own ? binned.edges[own.feature][own.bin - 1] : 0)),
    missingLeft: Uint8Array.from(each, (own) => (own?.missingLeft ? 1 : 0)),
    left: grown.left.slice(0, nodes),
    right: grown.right.slice(0, nodes),
    values: new Float64Array(nodes * outputs),
    cover: Int32Array.from(each, (_, node) => grown.to[node] - grown.from[node]),
  }
  for (let output = 0; output < outputs; output += 1) {
    const constant = constantsOf(grown, residuals[output], output, rules)
    setValues(tree, 0, output, outputs, constant, [-Infinity, Infinity], rules)
  }
  return tree
}

function constantsOf(
  { order, from, to }: Grown,
  residuals: Float64Array,
  output: number,
  { loss, penalty }: LeafRules,
): (node: number) => number {
  const scratch = new Float64Array(order.length)
  return (node) => {
    const own = scratch.subarray(0, to[node] - from[node])
    for (let i = 0; i < own.length; i += 1) own[i] = residuals[order[from[node] + i]]
    return bestConstant(loss, output, own, penalty)
  }
}

type Bounds = readonly [low: number, high: number]

function setValues(
  tree: Tree,
  node: number,
  output: number,
  outputs: number,
  constant: (node: number) => number,
  bounds: Bounds,
  rules: LeafRules,
): void {
  const feature = tree.feature[node]
  if (feature < 0) {
    tree.values[node * outputs + output] = rules.learningRate * clamp(constant(node), bounds)
    return
  }
  const [left, right] = [tree.left[node], tree.right[node]]
  const sign = rules.monotone[feature]
  const middle = sign === 0 ? 0 : clamp((constant(left) + constant(right)) / 2, bounds)
  const below: Bounds = sign === 0 ? bounds : [bounds[0], middle]
  const above: Bounds = sign === 0 ? bounds : [middle, bounds[1]]
  setValues(tree, left, output, outputs, constant, sign < 0 ? above : below, rules)
  setValues(tree, right, output, outputs, constant, sign < 0 ? below : above, rules)
}

const clamp = (value: number, [low, high]: Bounds): number => Math.min(Math.max(value, low), high)

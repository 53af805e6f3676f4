import type { Binned } from './bins.ts'

/** A binary tree as columns, node 0 the root; plain data. */
export interface Tree {
  readonly feature: Int16Array // −1 at a leaf; shape [nodes]
  readonly bin: Uint8Array // last bin that goes left
  readonly threshold: Float64Array // the same as a value: x ≤ threshold goes left
  readonly missingLeft: Uint8Array // 1: a missing value goes left
  readonly left: Int16Array // child nodes
  readonly right: Int16Array
  readonly values: Float64Array // [nodes × outputs]; only those of leaves count
  readonly cover?: Int32Array // rows that the node was grown on; absent in trees of versions that did not explain
}

/** The leaf that a row of features falls into; the row starts at `at`. */
export function leafOf(tree: Tree, row: Float64Array, at = 0): number {
  let node = 0
  for (let feature = tree.feature[0]; feature >= 0; feature = tree.feature[node]) {
    const value = row[at + feature]
    const left = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= tree.threshold[node]
    node = left ? tree.left[node] : tree.right[node]
  }
  return node
}

/** The same for a row of binned columns. */
export function leafOfBins(
  { feature, bin, missingLeft, left, right }: Tree,
  { bins, rows }: Binned,
  row: number,
): number {
  let node = 0
  while (feature[node] >= 0) {
    const own = bins[feature[node] * rows + row]
    node = (own === 0 ? missingLeft[node] === 1 : own <= bin[node]) ? left[node] : right[node]
  }
  return node
}

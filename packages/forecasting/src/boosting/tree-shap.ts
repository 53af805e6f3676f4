import type { BoostedTrees } from './boost.ts'
import type { Tree } from './tree.ts'

/** A path from the root to a node, as the features that split on it, each once. */
interface Path {
  readonly features: number[]
  readonly shares: number[] // of the rows that go on where the feature is not known
  readonly taken: number[] // 1 where the row goes on, else 0
}

/**
 * Adds the Shapley values of each feature for one row: what knowing the feature adds to the tree's answer, averaged over
 * all orders in which features become known. While one is not known, an answer goes both ways, by the rows that did.
 * Exact: a leaf is a product over the features of its path, whose Shapley values are read off a polynomial.
 * @param row features of the row that starts at `at`
 * @param out Shapley value per feature, which is added to; shape [features]
 * @returns the answer where no feature is known; with what was added it is the tree's answer
 * @throws RangeError when the tree does not know how many rows its nodes were grown on
 * @see Lundberg, Erion & Lee (2018), Consistent Individualized Feature Attribution for Tree Ensembles, arXiv:1802.03888;
 *   Yu et al. (2022), Linear TreeShap, NeurIPS: the polynomial
 */
export function addTreeShap(tree: Tree, row: Float64Array, out: Float64Array, at = 0, outputs = 1, output = 0): number {
  const { cover } = tree
  if (!cover) throw new RangeError('a tree without the rows of its nodes cannot be explained')
  let expected = 0
  const visit = (node: number, path: Path): void => {
    const feature = tree.feature[node]
    if (feature < 0) {
      expected += addLeaf(path, tree.values[node * outputs + output], out)
      return
    }
    const value = row[at + feature]
    const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= tree.threshold[node]
    for (const left of [true, false]) {
      const child = left ? tree.left[node] : tree.right[node]
      visit(child, extended(path, feature, cover[child] / cover[node], goesLeft === left))
    }
  }
  visit(0, { features: [], shares: [], taken: [] })
  return expected
}

/** The path after one more split; a feature that split before is one still. */
function extended({ features, shares, taken }: Path, feature: number, share: number, goes: boolean): Path {
  const known = features.indexOf(feature)
  if (known < 0)
    return { features: [...features, feature], shares: [...shares, share], taken: [...taken, goes ? 1 : 0] }
  return {
    features,
    shares: shares.with(known, shares[known] * share),
    taken: taken.with(known, goes ? taken[known] : 0),
  }
}

/** Shapley values of `value · Π (taken or share)`; returns the product of the shares alone, times the value. */
function addLeaf({ features, shares, taken }: Path, value: number, out: Float64Array): number {
  if (value === 0) return 0
  for (let i = 0; i < features.length; i += 1) {
    if (taken[i] !== shares[i]) out[features[i]] += value * (taken[i] - shares[i]) * weightWithout(shares, taken, i)
  }
  return shares.reduce((product, share) => product * share, value)
}

/** Mean over all orders of Π over the others: taken where known before feature `own`, the share where not. */
function weightWithout(shares: readonly number[], taken: readonly number[], own: number): number {
  const others = shares.length - 1
  const polynomial = [1] // coefficient k: sum over all sets of k known features
  for (let i = 0; i < shares.length; i += 1) {
    if (i === own) continue
    polynomial.push(0)
    for (let k = polynomial.length - 1; k >= 0; k -= 1) {
      polynomial[k] = polynomial[k] * shares[i] + (k > 0 ? polynomial[k - 1] * taken[i] : 0)
    }
  }
  let weight = 1 / (others + 1) // k! (others − k)! / (others + 1)!
  let sum = 0
  for (let k = 0; k <= others; k += 1) {
    sum += weight * polynomial[k]
    weight *= (k + 1) / (others - k || 1)
  }
  return sum
}

/** The same for all trees together. */
export function addTreesShap({ base, trees }: BoostedTrees, row: Float64Array, out: Float64Array): number {
  return trees.reduce((expected, tree) => expected + addTreeShap(tree, row, out), base[0])
}

/** False for trees of versions that did not keep how many rows a node has. */
export const canExplain = ({ trees }: BoostedTrees): boolean => trees.every(({ cover }) => cover !== undefined)

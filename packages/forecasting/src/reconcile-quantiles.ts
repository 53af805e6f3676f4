import { seededRandom } from '@omarino/energy'
import type { Quantiles } from './model.ts'
import { valueAtRank } from './quantile-curve.ts'
import { reconcile, type Reconciler } from './reconcile.ts'

const PATHS = 200

/**
 * Quantiles of all nodes that belong together: 200 paths are drawn from each node's own quantiles, in the rank order
 * that past errors of the nodes had in common, each path is reconciled, and the quantiles of the paths are read.
 * @param quantiles one per node, of the same levels and steps
 * @param errors    past errors of all nodes; steps that lack one are not drawn; shape [nodes × T], row-major
 * @param seed      of the draws; the same seed gives the same bytes
 * @returns one per node, levels as given
 * @see Ben Taieb, Taylor & Hyndman (2021), Hierarchical probabilistic forecasting, JASA 116(533)
 */
export function reconcileQuantiles(
  reconciler: Reconciler,
  quantiles: readonly Quantiles[],
  errors: Float64Array,
  seed: number,
  nonNegative = false,
): Quantiles[] {
  const nodes = quantiles.length
  const { levels, values } = quantiles[0]
  const steps = values.length / levels.length
  const ranks = drawnRanks(errors, nodes, seed)
  const rows = quantiles.map(() => new Float64Array(levels.length * steps))
  const paths = new Float64Array(nodes * PATHS) // of one step: those of all steps would be large
  for (let step = 0; step < steps; step += 1) {
    for (const [i, rank] of ranks.entries()) paths[i] = valueAtRank(quantiles[Math.floor(i / PATHS)], step, rank)
    const coherent = reconcile(reconciler, paths, nonNegative)
    for (const [node, row] of rows.entries()) {
      const sorted = coherent.slice(node * PATHS, (node + 1) * PATHS).sort()
      for (const [at, level] of levels.entries()) row[at * steps + step] = between(sorted, level)
    }
  }
  return rows.map((values) => ({ levels, values }))
}

/** Rank of each node's error on each drawn step, centred in its class; shape [nodes × paths]. */
function drawnRanks(errors: Float64Array, nodes: number, seed: number): Float64Array {
  const past = errors.length / nodes
  const steps = Array.from({ length: past }, (_, step) => step).filter((step) =>
    Array.from({ length: nodes }, (_, node) => errors[node * past + step]).every(Number.isFinite),
  )
  const uniform = seededRandom(seed)
  const ranks = new Float64Array(nodes * PATHS)
  const drawn = Array.from({ length: PATHS }, () => steps[Math.floor(uniform() * steps.length)] ?? -1)
  const ties = Float64Array.from({ length: PATHS }, uniform)
  for (let node = 0; node < nodes; node += 1) {
    const errorOf = (path: number): number => (drawn[path] < 0 ? 0 : errors[node * past + drawn[path]])
    const order = Array.from({ length: PATHS }, (_, path) => path)
    order.sort((a, b) => errorOf(a) - errorOf(b) || ties[a] - ties[b])
    for (const [place, path] of order.entries()) ranks[node * PATHS + path] = (place + 0.5) / PATHS
  }
  return ranks
}

/** The value at a level of values whose ranks are (place + ½) / count. */
function between(sorted: Float64Array, level: number): number {
  const place = Math.min(Math.max(level * sorted.length - 0.5, 0), sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}

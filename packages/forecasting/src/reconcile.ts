import { factorCholesky, solveCholesky } from './cholesky.ts'
import { errorCovariance, type ErrorWeighing } from './error-covariance.ts'

/**
 * Nodes of a hierarchy over their leaves: node i is Σ sums[i × leaves + j] · leaf j. A portfolio over its sites is a row
 * of ones above the identity.
 */
export interface Hierarchy {
  readonly leaves: number
  readonly sums: Float64Array // row-major, shape [nodes × leaves]; the leaves are nodes, too
}

/** What turns forecasts of all nodes into leaves that sum: minimises the weighed distance from the forecasts. */
export interface Reconciler {
  readonly hierarchy: Hierarchy
  readonly weighed: Float64Array // SᵀW⁻¹, shape [leaves × nodes]
  readonly normal: Float64Array // SᵀW⁻¹S, shape [leaves × leaves]
}

/**
 * Prepares ỹ = S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ.
 * @param weighing W: the identity (`ols`), the variances of past errors (`wls`), or their shrunk covariance (`mint`)
 * @param errors   past one-step or same-lead errors of all nodes, NaN is missing; shape [nodes × T]
 * @throws RangeError when shapes differ, or leaves are not told apart by the nodes
 * @see Wickramasuriya, Athanasopoulos & Hyndman (2019), Optimal forecast reconciliation, JASA 114(526)
 */
export function createReconciler(hierarchy: Hierarchy, weighing: ErrorWeighing, errors: Float64Array): Reconciler {
  const { leaves, sums } = hierarchy
  const nodes = sums.length / leaves
  if (!Number.isInteger(nodes)) throw new RangeError(`${sums.length} sums are no rows of ${leaves} leaves`)
  const factor = errorCovariance(weighing, errors, nodes)
  factorCholesky(factor, nodes)
  const weighed = new Float64Array(leaves * nodes)
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const column = Float64Array.from({ length: nodes }, (_, node) => sums[node * leaves + leaf])
    weighed.set(solveCholesky(factor, nodes, column), leaf * nodes)
  }
  const normal = new Float64Array(leaves * leaves)
  for (let i = 0; i < leaves; i += 1) {
    for (let j = 0; j < leaves; j += 1) {
      for (let node = 0; node < nodes; node += 1) {
        normal[i * leaves + j] += weighed[i * nodes + node] * sums[node * leaves + j]
      }
    }
  }
  assertToldApart(normal, leaves)
  return { hierarchy, weighed, normal }
}

const LEAST_PIVOT = 1e-12 // share of the diagonal; below it is rounding

function assertToldApart(normal: Float64Array, leaves: number): void {
  const factor = normal.slice()
  factorCholesky(factor, leaves)
  for (let i = 0; i < leaves; i += 1) {
    const at = i * leaves + i
    if (!(factor[at] ** 2 > LEAST_PIVOT * normal[at]))
      throw new RangeError(`the nodes do not tell leaf ${i} from others`)
  }
}

/**
 * Forecasts of all nodes that sum to 1e-9 of their size.
 * @param forecasts   shape [nodes × steps]
 * @param nonNegative keeps leaves at 0 or above, the best such solution by an active set
 * @returns shape [nodes × steps]
 */
export function reconcile(reconciler: Reconciler, forecasts: Float64Array, nonNegative = false): Float64Array {
  const { leaves, sums } = reconciler.hierarchy
  const nodes = sums.length / leaves
  const steps = forecasts.length / nodes
  if (!Number.isInteger(steps)) throw new RangeError(`${forecasts.length} forecasts are no rows of ${nodes} nodes`)
  const out = new Float64Array(forecasts.length)
  const right = new Float64Array(leaves)
  for (let step = 0; step < steps; step += 1) {
    right.fill(0)
    for (let leaf = 0; leaf < leaves; leaf += 1) {
      for (let node = 0; node < nodes; node += 1) {
        right[leaf] += reconciler.weighed[leaf * nodes + node] * forecasts[node * steps + step]
      }
    }
    const solved = solveLeaves(reconciler.normal, right, nonNegative)
    for (let node = 0; node < nodes; node += 1) {
      let sum = 0
      for (let leaf = 0; leaf < leaves; leaf += 1) sum += sums[node * leaves + leaf] * solved[leaf]
      out[node * steps + step] = sum
    }
  }
  return out
}

const GRADIENT_TOLERANCE = 1e-12 // share of the largest right-hand side

/**
 * Minimum of ½bᵀAb − cᵀb, over b ≥ 0 where asked: leaves are held at 0 while the gradient would take them below.
 * @see Lawson & Hanson (1974), Solving Least Squares Problems, chapter 23
 */
function solveLeaves(normal: Float64Array, right: Float64Array, nonNegative: boolean): Float64Array {
  const n = right.length
  const all = solveFree(normal, right, new Uint8Array(n).fill(1))
  if (!nonNegative || all.every((value) => value >= 0)) return all
  const tolerance = GRADIENT_TOLERANCE * right.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const free = new Uint8Array(n)
  let at: Float64Array = new Float64Array(n)
  for (let round = 0; round < 3 * n; round += 1) {
    const next = steepest(normal, right, at, free)
    if (next.slope <= tolerance) break
    free[next.leaf] = 1
    for (;;) {
      const target = solveFree(normal, right, free)
      const share = reachable(at, target, free)
      at = at.map((value, i) => (free[i] ? value + share * (target[i] - value) : 0))
      if (share === 1) break
      for (let i = 0; i < n; i += 1) if (free[i] && at[i] <= 0) [free[i], at[i]] = [0, 0]
    }
  }
  return at
}

/** The held leaf that would lower the distance most. */
function steepest(normal: Float64Array, right: Float64Array, at: Float64Array, free: Uint8Array) {
  const n = right.length
  let leaf = -1
  let slope = -Infinity
  for (let i = 0; i < n; i += 1) {
    if (free[i]) continue
    let gradient = right[i]
    for (let j = 0; j < n; j += 1) gradient -= normal[i * n + j] * at[j]
    if (gradient > slope) [leaf, slope] = [i, gradient]
  }
  return { leaf, slope }
}

/** Share of the way to the target on which no free leaf falls below 0; one that stops it is at 0 exactly. */
function reachable(at: Float64Array, target: Float64Array, free: Uint8Array): number {
  let share = 1
  for (let i = 0; i < at.length; i += 1) {
    if (free[i] && target[i] < 0) share = Math.min(share, at[i] / (at[i] - target[i]))
  }
  return share
}

/** Solves the equations of the free leaves; the others are 0. */
function solveFree(normal: Float64Array, right: Float64Array, free: Uint8Array): Float64Array {
  const n = right.length
  const rows = Array.from(free.keys()).filter((i) => free[i] === 1)
  const matrix = Float64Array.from(rows.flatMap((i) => rows.map((j) => normal[i * n + j])))
  factorCholesky(matrix, rows.length)
  const solved = solveCholesky(
    matrix,
    rows.length,
    Float64Array.from(rows, (i) => right[i]),
  )
  const all = new Float64Array(n)
  for (const [k, i] of rows.entries()) all[i] = solved[k]
  return all
}

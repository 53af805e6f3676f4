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
  readonly gains: Float64Array // (SᵀW⁻¹S)⁻¹SᵀW⁻¹, shape [leaves × nodes]
  readonly own: readonly (number | undefined)[] // the node that is the leaf alone, of each leaf
  readonly upper: readonly number[] // all other nodes
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
  return { hierarchy, weighed, normal, gains: gainsOf(normal, weighed, leaves), ...rolesOf(hierarchy, nodes) }
}

/** Which nodes are leaves and which are sums. Where a leaf is no node, all count as sums. */
function rolesOf({ leaves, sums }: Hierarchy, nodes: number): Pick<Reconciler, 'own' | 'upper'> {
  const own = new Array<number | undefined>(leaves).fill(undefined)
  for (let node = 0; node < nodes; node += 1) {
    const row = sums.subarray(node * leaves, (node + 1) * leaves)
    const leaf = row.indexOf(1)
    if (leaf >= 0 && row.every((share, i) => share === 0 || i === leaf)) own[leaf] ??= node
  }
  const all = Array.from({ length: nodes }, (_, node) => node)
  return own.every((node) => node !== undefined) ? { own, upper: all.filter((node) => !own.includes(node)) } : { own: own.fill(undefined), upper: all } // prettier-ignore
}

/** What each leaf takes of each node's forecast where no bound holds. */
function gainsOf(normal: Float64Array, weighed: Float64Array, leaves: number): Float64Array {
  const nodes = weighed.length / leaves
  const factor = factorToldApart(normal, leaves)
  const gains = new Float64Array(leaves * nodes)
  for (let node = 0; node < nodes; node += 1) {
    const column = Float64Array.from({ length: leaves }, (_, leaf) => weighed[leaf * nodes + node])
    const solved = solveCholesky(factor, leaves, column)
    for (let leaf = 0; leaf < leaves; leaf += 1) gains[leaf * nodes + node] = solved[leaf]
  }
  return gains
}

const LEAST_PIVOT = 1e-12 // share of the diagonal; below it is rounding

function factorToldApart(normal: Float64Array, leaves: number): Float64Array {
  const factor = normal.slice()
  factorCholesky(factor, leaves)
  for (let i = 0; i < leaves; i += 1) {
    const at = i * leaves + i
    if (!(factor[at] ** 2 > LEAST_PIVOT * normal[at]))
      throw new RangeError(`the nodes do not tell leaf ${i} from others`)
  }
  return factor
}

/**
 * Forecasts of all nodes that sum to 1e-9 of their size.
 * @param forecasts   shape [nodes × steps]
 * @param nonNegative keeps leaves at 0 or above, the best such solution by an active set
 * @returns shape [nodes × steps]
 */
export function reconcile(reconciler: Reconciler, forecasts: Float64Array, nonNegative = false): Float64Array {
  const { own, upper } = reconciler
  const { leaves, sums } = reconciler.hierarchy
  const nodes = sums.length / leaves
  const steps = forecasts.length / nodes
  if (!Number.isInteger(steps)) throw new RangeError(`${forecasts.length} forecasts are no rows of ${nodes} nodes`)
  const out = new Float64Array(forecasts.length)
  const column = new Float64Array(nodes)
  for (let step = 0; step < steps; step += 1) {
    for (let node = 0; node < nodes; node += 1) column[node] = forecasts[node * steps + step]
    const solved = leavesOf(reconciler, column, nonNegative)
    for (const [leaf, node] of own.entries()) if (node !== undefined) out[node * steps + step] = solved[leaf]
    for (const node of upper) out[node * steps + step] = sumOf(sums, node, solved)
  }
  return out
}

function sumOf(sums: Float64Array, node: number, leaves: Float64Array): number {
  let sum = 0
  for (let leaf = 0; leaf < leaves.length; leaf += 1) sum += sums[node * leaves.length + leaf] * leaves[leaf]
  return sum
}

const ROUNDING = 1e-12 // share of the largest forecast: what is as little below 0 is 0

/** The leaves of one step; `column` holds its forecasts of all nodes. */
function leavesOf(reconciler: Reconciler, column: Float64Array, nonNegative: boolean): Float64Array {
  const { hierarchy, weighed, normal } = reconciler
  const { leaves } = hierarchy
  const free = freeLeaves(reconciler, column)
  if (!nonNegative) return free
  const least = ROUNDING * column.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (free.every((value) => value >= -least)) return free.map((value) => Math.max(value, 0))
  return solveLeaves(normal, times(weighed, column, leaves))
}

/**
 * Gains times forecasts: as gains × sums is the identity, what a leaf takes is its own forecast and its gain of what each
 * sum is off by. A portfolio of a thousand sites has one sum, but a million gains.
 */
function freeLeaves({ hierarchy: { leaves, sums }, gains, own, upper }: Reconciler, column: Float64Array) {
  const nodes = column.length
  const base = Float64Array.from(own, (node) => (node === undefined ? 0 : column[node]))
  const free = base.slice()
  for (const node of upper) {
    const off = column[node] - sumOf(sums, node, base)
    for (let leaf = 0; leaf < leaves; leaf += 1) free[leaf] += gains[leaf * nodes + node] * off
  }
  return free
}

function times(matrix: Float64Array, column: Float64Array, rows: number): Float64Array {
  const product = new Float64Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let sum = 0
    for (let i = 0; i < column.length; i += 1) sum += matrix[row * column.length + i] * column[i]
    product[row] = sum
  }
  return product
}

const GRADIENT_TOLERANCE = 1e-12 // share of the largest right-hand side

/**
 * Minimum of ½bᵀAb − cᵀb over b ≥ 0: leaves are held at 0 while the gradient would take them below.
 * @see Lawson & Hanson (1974), Solving Least Squares Problems, chapter 23
 */
function solveLeaves(normal: Float64Array, right: Float64Array): Float64Array {
  const n = right.length
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

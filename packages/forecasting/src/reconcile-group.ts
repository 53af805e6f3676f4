import type { ErrorWeighing } from './error-covariance.ts'
import { addTo, contributionsFrom, explained, RECONCILIATION } from './explanation.ts'
import type { Explanation } from './model.ts'
import { reconcileQuantiles } from './reconcile-quantiles.ts'
import { createReconciler, type Hierarchy, reconcile, type Reconciler } from './reconcile.ts'
import { alignedErrors, type AlignedReplays, alignReplays, type Replays } from './replays.ts'

/** A series of a group with the forecast that was made for it. */
export interface GroupMember {
  readonly point: Float64Array // the median; shape [steps]
  readonly levels: readonly number[] // rising, of all members alike; hold 0.5
  readonly quantiles: Float64Array // row-major, shape [levels × steps]
  readonly lowest: number // of its values, −Infinity for none
  readonly highest: number // of its values, Infinity for none
  readonly replays: Replays
}

export interface ReconciledMember {
  readonly point: Float64Array // shape [steps]
  readonly quantiles: Float64Array // row-major, shape [levels × steps]
}

/** `no-replays`: nothing shows whether it pays; `worse`: replayed days would have been; `bounds`: the sum leaves those of the total. */
export type NotReconciled = 'no-replays' | 'worse' | 'bounds'

/** What came of a group; errors are means over its series, NaN where nothing could be replayed. */
export interface GroupAnswer {
  readonly members: readonly ReconciledMember[] | null // null: as made
  readonly reason: NotReconciled | null
  readonly mae: number // of the points as made
  readonly reconciledMae: number
}

const LEAST_ORIGINS = 4 // half of them weigh, half of them judge

/**
 * Forecasts of a total and its parts that sum, point by point, weighed by the errors of replayed origins. They are taken
 * only where the newer half of those would not have been worse for it, weighed by the older half. The band of each series
 * is moved with its point, so that this stays the median.
 * @param members the total first, then its parts; same steps and levels
 * @param seed    of the paths that bands are read from; the same seed gives the same bytes
 */
export function reconcileGroup(members: readonly GroupMember[], weighing: ErrorWeighing, seed: number): GroupAnswer {
  const hierarchy = totalOver(members.length - 1)
  const replays = alignReplays(members.map((member) => member.replays))
  const kept = (reason: NotReconciled, mae = NaN, reconciledMae = NaN): GroupAnswer => ({ members: null, reason, mae, reconciledMae }) // prettier-ignore
  if (replays.origins < LEAST_ORIGINS) return kept('no-replays')
  const { mae, reconciledMae } = judge(members, hierarchy, weighing, replays)
  if (!Number.isFinite(mae)) return kept('no-replays')
  if (!(reconciledMae <= mae)) return kept('worse', mae, reconciledMae)
  const errors = alignedErrors(replays)
  const reconciler = createReconciler(hierarchy, weighing, errors)
  const points = coherent(members, reconciler, joined(members.map(({ point }) => point)))
  const { lowest, highest } = members[0]
  const steps = members[0].point.length
  if (points.subarray(0, steps).some((value) => value < lowest || value > highest)) return kept('bounds', mae, reconciledMae) // prettier-ignore
  const rows = members.map(({ levels, quantiles }) => ({ levels, values: quantiles }))
  const bands = reconcileQuantiles(reconciler, rows, errors, seed)
  const moved = members.map((member, i) => {
    const point = points.slice(i * steps, (i + 1) * steps)
    return { point, quantiles: movedTo(point, bands[i].values, member) }
  })
  return { members: moved, reason: null, mae, reconciledMae }
}

/** What adds up to a point after it was reconciled: what did before, and the change. */
export function explainReconciled(explanation: Explanation, before: Float64Array, after: Float64Array): Explanation {
  const parts = contributionsFrom(explanation)
  for (const [step, value] of after.entries()) addTo(parts, RECONCILIATION, step, value - before[step])
  return explained(parts)
}

/** A row of ones above the identity. */
function totalOver(parts: number): Hierarchy {
  const sums = new Float64Array((parts + 1) * parts).fill(1, 0, parts)
  for (let part = 0; part < parts; part += 1) sums[(part + 1) * parts + part] = 1
  return { leaves: parts, sums }
}

const joined = (rows: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(rows.length * rows[0].length)
  for (const [i, row] of rows.entries()) all.set(row, i * row.length)
  return all
}

/**
 * Points of all members that sum. Parts are held in their bounds, and the total is their sum: not the nearest such answer,
 * but one that takes no search, which for a hundred parts would last a minute.
 */
function coherent(members: readonly GroupMember[], reconciler: Reconciler, points: Float64Array): Float64Array {
  const steps = points.length / members.length
  const all = reconcile(reconciler, points)
  const total = all.fill(0, 0, steps)
  for (const [i, { lowest, highest }] of members.entries()) {
    if (i === 0) continue
    for (let step = 0; step < steps; step += 1) {
      all[i * steps + step] = Math.min(Math.max(all[i * steps + step], lowest), highest)
      total[step] += all[i * steps + step]
    }
  }
  return all
}

/** Mean absolute errors over the newer half of the replayed origins, as made and reconciled by weights of the older half. */
function judge(
  members: readonly GroupMember[],
  hierarchy: Hierarchy,
  weighing: ErrorWeighing,
  replays: AlignedReplays,
): { mae: number; reconciledMae: number } {
  const half = replays.origins >> 1
  const reconciler = createReconciler(hierarchy, weighing, alignedErrors(replays, 0, half))
  const newer = half * replays.steps
  const width = replays.origins * replays.steps
  const cut = (rows: Float64Array): Float64Array =>
    joined(members.map((_, node) => rows.subarray(node * width + newer, (node + 1) * width)))
  const [actual, made] = [cut(replays.actual), cut(replays.point)]
  const known = stepsKnown(actual, made, members.length)
  const point = atSteps(made, known, members.length)
  const truth = atSteps(actual, known, members.length)
  const errorOf = (points: Float64Array): number =>
    points.reduce((sum, value, i) => sum + Math.abs(truth[i] - value) / points.length, 0)
  if (known.length === 0) return { mae: NaN, reconciledMae: NaN }
  return { mae: errorOf(point), reconciledMae: errorOf(coherent(members, reconciler, point)) }
}

/** Steps at which all members have a forecast and know what was. */
function stepsKnown(actual: Float64Array, point: Float64Array, members: number): number[] {
  const width = actual.length / members
  const steps: number[] = []
  for (let step = 0; step < width; step += 1) {
    let isKnown = true
    for (let at = step; at < actual.length; at += width) isKnown &&= Number.isFinite(actual[at] - point[at])
    if (isKnown) steps.push(step)
  }
  return steps
}

const atSteps = (rows: Float64Array, steps: readonly number[], members: number): Float64Array =>
  joined(Array.from({ length: members }, (_, i) => Float64Array.from(steps, (step) => rows[(i * rows.length) / members + step]))) // prettier-ignore

/** A band whose median is the point, held in the bounds of the member. */
function movedTo(point: Float64Array, band: Float64Array, { levels, lowest, highest }: GroupMember): Float64Array {
  const steps = point.length
  const median = levels.indexOf(0.5)
  return band.map((value, i) => {
    const step = i % steps
    const moved = point[step] + (value - band[median * steps + step])
    return Math.min(Math.max(moved, lowest), highest)
  })
}

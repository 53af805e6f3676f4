// Preferences among plans that cost the same: each is a stage of its own, so that no weight drowns in the gap.
import { appendRows } from './append-rows.ts'
import type { DeclareContext, AssetBlock } from './assets/declare.ts'
import { KINDS, NO_ASSET, type SparseModel } from './model.ts'
import type { Plant } from './plant/plant.ts'
import type { Preference } from './plant/site-wide.ts'
import type { Solution } from './solvers/port.ts'

const MONEY_SLACK = 0.0001 // units of money that a preference may cost at least

/** y ≥ g⁺ and y ≥ g⁻ of every connection and step: the column that `flat-grid` makes small. */
export function declareFlatness(plant: Plant, blocks: readonly AssetBlock[], { builder, axis }: DeclareContext): void {
  if (!plant.wants.preferences.includes('flat-grid')) return
  const peak = builder.column({ asset: NO_ASSET, kind: 'preference', step: 0, lower: 0, upper: Infinity })
  for (const { type, index } of plant.assets) {
    if (type !== 'grid') continue
    for (const first of Object.values(blocks[index].columns ?? {}))
      for (let step = 0; step < axis.steps; step++) {
        const row = builder.row({ asset: index, kind: 'preference', step, lower: 0, upper: Infinity })
        builder.entry(row, peak, 1)
        builder.entry(row, first + step, -1)
      }
  }
}

/**
 * Moves a point to the one that is preferred among those that cost at most `allowed` more, integers as they are.
 * @param linear the model with its integers fixed
 * @param run    one call of the solver
 * @returns the point, or `x` itself where the solver was stopped
 */
export function preferred(
  plant: Plant,
  linear: SparseModel,
  x: Float64Array,
  allowed: number,
  run: (model: SparseModel) => Solution,
): Float64Array {
  const costOf = (cost: Float64Array, at: Float64Array): number =>
    cost.reduce((sum, value, k) => sum + value * at[k], 0)
  const costly = [...linear.cost.entries()].filter(([, cost]) => cost !== 0)
  let model = appendRows(linear, [
    { asset: NO_ASSET, kind: 'preference', step: 0, lower: -Infinity, upper: costOf(linear.cost, x) + Math.max(MONEY_SLACK, allowed), entries: costly },
  ]) // prettier-ignore
  let best = x
  for (const preference of plant.wants.preferences) {
    const cost = weightsOf(plant, linear, preference)
    const answer = run({ ...model, cost, constants: [] })
    if (answer.outcome !== 'solved' || answer.values === null) return best
    best = answer.values.slice()
    const entries = [...cost.entries()].filter(([, weight]) => weight !== 0)
    const upper = costOf(cost, best) + MONEY_SLACK
    model = appendRows(model, [{ asset: NO_ASSET, kind: 'preference', step: 0, lower: -Infinity, upper, entries }])
  }
  return best
}

/** What a preference makes small: kWh discharged, kWh charged late, kWh curtailed early, the highest power of the grid. */
function weightsOf({ axis }: Plant, { columns, colTags }: SparseModel, preference: Preference): Float64Array {
  const { startsMs, endsMs, stepHours, steps } = axis
  const spanMs = endsMs[steps - 1] - startsMs[0]
  const lateness = (t: number): number => (startsMs[t] - startsMs[0]) / spanMs
  const weight = (kind: string, t: number): number => {
    if (preference === 'less-cycling') return kind === 'discharge' ? stepHours[t] : 0
    if (preference === 'earlier-charging') return kind === 'charge' ? stepHours[t] * lateness(t) : 0
    if (preference === 'later-curtailing') return kind === 'generation' ? -stepHours[t] * (1 - lateness(t)) : 0
    return kind === 'preference' ? 1 : 0
  }
  return Float64Array.from({ length: columns }, (_, k) => weight(KINDS[colTags.kind[k]], colTags.step[k]))
}

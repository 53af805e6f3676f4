import type { AssetPlant } from '../plant/plant.ts'
import type { SwitchRules } from '../plant/heat-pump.ts'
import type { DeclareContext } from './declare.ts'

interface Switched {
  readonly rules: SwitchRules
  /** First of the binaries u. */
  readonly running: number
  /** kW by which a minimum time on is weighed where it may bend (tier 1); 0 where it never has to. */
  readonly bendKw: number
}

/**
 * u_t − u_{t−1} = v_t − w_t with v, w ∈ [0, 1]; Σ{v_i: τ_t − UT < τ_i ≤ τ_t} ≤ u_t and Σ{w_i: τ_t − DT < τ_i ≤ τ_t} ≤ 1 − u_t,
 * where i = t always counts and a switch before the horizon counts as one; a start costs its price.
 */
export function declareSwitchRules(
  asset: AssetPlant,
  context: DeclareContext,
  { rules, running, bendKw }: Switched,
): void {
  const { axis } = context
  const { startCost, before } = rules
  const upper = Float64Array.from(axis.stepHours, (_, t) => (t === 0 && !before ? 0 : 1))
  const priced = startCost === undefined ? {} : { line: 'start' as const, cost: () => startCost }
  const starting = context.block(asset, { kind: 'starting', lower: 0, upper, ...priced })
  const stopping = context.block(asset, { kind: 'stopping', lower: 0, upper })
  for (let t = 0; t < axis.steps; t++) {
    if (t > 0 || before) declareSwitch(asset, context, t, { running, starting, stopping, wasOn: before?.on === true })
    const stayOn = stayRow(asset, context, t, { kind: 'minUp', first: starting, ms: rules.minOnMs, rules })
    context.builder.entry(stayOn, running + t, -1)
    if (bendKw > 0 && context.elastic) declareBend(asset, context, t, stayOn, bendKw)
    const stayOff = stayRow(asset, context, t, { kind: 'minDown', first: stopping, ms: rules.minOffMs, rules })
    context.builder.entry(stayOff, running + t, 1)
  }
}

interface Firsts {
  readonly running: number
  readonly starting: number
  readonly stopping: number
  readonly wasOn: boolean
}
function declareSwitch({ index }: AssetPlant, { builder }: DeclareContext, t: number, first: Firsts): void {
  const known = t === 0 && first.wasOn ? 1 : 0
  const row = builder.row({ asset: index, kind: 'running', step: t, lower: known, upper: known })
  builder.entry(row, first.running + t, 1)
  if (t > 0) builder.entry(row, first.running + t - 1, -1)
  builder.entry(row, first.starting + t, -1)
  builder.entry(row, first.stopping + t, 1)
}

interface Stay {
  readonly kind: 'minUp' | 'minDown'
  /** First of the switches that bind. */
  readonly first: number
  readonly ms: number
  readonly rules: SwitchRules
}
/** Σ of the switches whose time is not over at step t; the state is still to be entered. */
function stayRow({ index }: AssetPlant, { builder, axis }: DeclareContext, t: number, stay: Stay): number {
  const { before } = stay.rules
  const sinceMs = axis.startsMs[t] - stay.ms
  const isBound = before !== undefined && before.on === (stay.kind === 'minUp') && before.sinceMs > sinceMs
  const upper = (stay.kind === 'minUp' ? 0 : 1) - (isBound ? 1 : 0)
  const row = builder.row({ asset: index, kind: stay.kind, step: t, lower: -Infinity, upper })
  for (let i = t; i >= 0 && (i === t || axis.startsMs[i] > sinceMs); i--) builder.entry(row, stay.first + i, 1)
  return row
}

function declareBend({ index }: AssetPlant, context: DeclareContext, t: number, row: number, kw: number): void {
  const bend = context.builder.column({ asset: index, kind: 'minUp', step: t, lower: 0, upper: 1 })
  context.builder.entry(row, bend, -1)
  context.slack(1, bend, kw * context.axis.stepHours[t])
}

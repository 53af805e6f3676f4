// On/off decisions of a machine: tight three-binary rows, shared by all that has commitment.
import type { CostLineName } from '../cost-lines.ts'
import type { Commitment } from '../plant/commitment.ts'
import { HELD } from '../plant/commitment.ts'
import type { AssetPlant } from '../plant/plant.ts'
import type { DeclareContext } from './declare.ts'

export interface Priced {
  readonly line: CostLineName
  readonly cost: (step: number) => number
}
export interface CommitmentSpec {
  /** Per step, `HELD`: on, off or free. */
  readonly held: Int8Array
  /** Of a step on, of a start, of a stop; absent: no cost and no line. */
  readonly running?: Priced
  readonly starting?: Priced
  readonly stopping?: Priced
}
/** First of T columns each. */
export interface CommitmentColumns {
  readonly on: number
  readonly start: number
  readonly stop: number
}

/**
 * u_t − u_{t−1} = v_t − w_t; Σ{v_i: τ_t − UT < τ_i ≤ τ_t} ≤ u_t; Σ{w_i: τ_t − DT < τ_i ≤ τ_t} ≤ 1 − u_t, i = t always
 * counted. u is binary; v, w ∈ [0, 1] come out integral. The last switch before the horizon stands in `held`.
 */
export function declareCommitment(
  asset: AssetPlant,
  rules: Commitment,
  spec: CommitmentSpec,
  context: DeclareContext,
): CommitmentColumns {
  const { held, running, starting, stopping } = spec
  const on = context.block(asset, {
    kind: 'running',
    lower: Float64Array.from(held, (hold) => (hold === HELD.on ? 1 : 0)),
    upper: Float64Array.from(held, (hold) => (hold === HELD.off ? 0 : 1)),
    integer: true,
    ...running,
  })
  const start = context.block(asset, { kind: 'starting', lower: 0, upper: 1, ...starting })
  const stop = context.block(asset, { kind: 'stopping', lower: 0, upper: 1, ...stopping })
  const columns = { on, start, stop }
  declareSwitches(asset, rules, columns, context)
  declareMinimumTimes(asset, rules, columns, context)
  return columns
}

function declareSwitches(
  asset: AssetPlant,
  { wasOn }: Commitment,
  { on, start, stop }: CommitmentColumns,
  { builder, axis }: DeclareContext,
): void {
  for (let t = 0; t < axis.steps; t++) {
    const before = t === 0 && wasOn ? 1 : 0
    const row = builder.row({ asset: asset.index, kind: 'running', step: t, lower: before, upper: before })
    builder.entry(row, on + t, 1)
    if (t > 0) builder.entry(row, on + t - 1, -1)
    builder.entry(row, start + t, -1)
    builder.entry(row, stop + t, 1)
  }
}

function declareMinimumTimes(
  asset: AssetPlant,
  { startsMs, minUpMs, minDownMs }: Commitment,
  { on, start, stop }: CommitmentColumns,
  { builder, axis }: DeclareContext,
): void {
  const window = (kind: 'minUp' | 'minDown', lengthMs: number, switches: number, sign: 1 | -1, room: number): void => {
    let first = 0
    for (let t = 0; t < axis.steps; t++) {
      while (first < t && startsMs[first] <= startsMs[t] - lengthMs) first++
      const row = builder.row({ asset: asset.index, kind, step: t, lower: -Infinity, upper: room })
      for (let i = first; i <= t; i++) builder.entry(row, switches + i, 1)
      builder.entry(row, on + t, -sign)
    }
  }
  window('minUp', minUpMs, start, 1, 0)
  window('minDown', minDownMs, stop, -1, 1)
}

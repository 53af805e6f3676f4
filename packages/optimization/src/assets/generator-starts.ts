import type { GeneratorPlant } from '../plant/generator.ts'
import type { CommitmentColumns } from './commitment.ts'
import type { DeclareContext } from './declare.ts'

/**
 * Hot and cold starts: v = Σy_k at cost K_k; y_kt ≤ Σ{w_i: lag_k ≤ τ_t − τ_i < lag_{k+1}}, the coldest without that row.
 * A stop before the horizon counts. Costs rise with the lag, so that the hottest start that is true is the one taken.
 */
export function declareStartCosts(
  generator: GeneratorPlant,
  { start, stop }: CommitmentColumns,
  context: DeclareContext,
): void {
  const { builder, axis } = context
  const { startCosts } = generator
  const kinds = startCosts.map(({ cost }) =>
    context.block(generator, { kind: 'startCost', lower: 0, upper: 1, line: 'start', cost: () => cost }),
  )
  for (let t = 0; t < axis.steps; t++) {
    const sum = builder.row({ asset: generator.index, kind: 'startCost', step: t, lower: 0, upper: 0 })
    builder.entry(sum, start + t, 1)
    for (const first of kinds) builder.entry(sum, first + t, -1)
  }
  for (const [k, first] of kinds.slice(0, -1).entries())
    declareWarmth(generator, first, stop, { fromMs: startCosts[k].afterMs, toMs: startCosts[k + 1].afterMs }, context)
}

interface Window {
  readonly fromMs: number
  readonly toMs: number
}

function declareWarmth(
  { index, commitment }: GeneratorPlant,
  first: number,
  stop: number,
  { fromMs, toMs }: Window,
  { builder, axis }: DeclareContext,
): void {
  const { startsMs, wasOn, switchedMs } = commitment
  const within = (stoppedMs: number, t: number): boolean =>
    startsMs[t] - stoppedMs >= fromMs && startsMs[t] - stoppedMs < toMs
  let oldest = 0
  for (let t = 0; t < axis.steps; t++) {
    while (oldest < t && startsMs[t] - startsMs[oldest] >= toMs) oldest++
    const stoodBefore = !wasOn && within(switchedMs, t) ? 1 : 0
    const row = builder.row({ asset: index, kind: 'startCost', step: t, lower: -Infinity, upper: stoodBefore })
    builder.entry(row, first + t, 1)
    for (let i = oldest; i < t && within(startsMs[i], t); i++) builder.entry(row, stop + i, -1)
  }
}

import type { AssetBlock, DeclareContext } from '../assets/declare.ts'
import { declareDemandCharge } from '../assets/grid.ts'
import type { LimitPlant } from '../plant/site-wide.ts'

/** Σ (g⁺ − g⁻) ≤ M + z over the connections of a limit, or its negative; and the peak that they share. */
export function declareLimit(limit: LimitPlant, blocks: readonly AssetBlock[], context: DeclareContext): void {
  const { builder, axis } = context
  const { index: asset, direction, maxKw, tier } = limit
  const sign = direction === 'import' ? 1 : -1
  const terminals = limit.grids.map((grid) => blocks[grid].columns as Readonly<Record<'import' | 'export', number>>)
  for (const [step, upper] of maxKw.entries()) {
    const row = builder.row({ asset, kind: 'limit', step, lower: -Infinity, upper })
    for (const terminal of terminals) {
      builder.entry(row, terminal.import + step, sign)
      builder.entry(row, terminal.export + step, -sign)
    }
    if (!context.elastic || tier === 'hard') continue
    const slack = builder.column({ asset, kind: 'limit', step, lower: 0, upper: Infinity })
    builder.entry(row, slack, -1)
    context.slack(tier, slack, axis.stepHours[step])
  }
  if (!limit.demandCharge) return
  const shared = terminals.map((terminal) => [
    terminal[direction],
    terminal[direction === 'import' ? 'export' : 'import'],
  ])
  declareDemandCharge({ index: asset, line: 'demand' }, context, limit.demandCharge, shared.flatMap(([along, against]) => [
    { first: along, sign: 1 },
    { first: against, sign: -1 },
  ])) // prettier-ignore
}

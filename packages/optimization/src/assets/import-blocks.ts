import type { GridPlant } from '../plant/grid.ts'
import type { DeclareContext } from './declare.ts'

/**
 * Σ yₖ = Σ g⁺h, 0 ≤ yₖ ≤ sizeₖ at its price each. Where a block is cheaper than the one before, a binary keeps the order:
 * yₖ ≥ sizeₖ·z and yₖ₊₁ ≤ most·z.
 */
export function declareImportBlocks(grid: GridPlant, context: DeclareContext, imported: number): void {
  const { builder, axis } = context
  const tag = { asset: grid.index, kind: 'block', step: 0 } as const
  const total = builder.row({ ...tag, lower: 0, upper: 0 })
  const mostKwh = grid.importLimitKw.reduce((sum, kw, t) => sum + kw * axis.stepHours[t], 0)
  for (const [t, hours] of axis.stepHours.entries()) builder.entry(total, imported + t, -hours)
  const filled = grid.importBlocks.map(({ sizeKwh, pricePerKwh }) => {
    const upper = Math.min(sizeKwh, mostKwh)
    const column = builder.column({ ...tag, lower: 0, upper, cost: pricePerKwh, line: 'grid.blocks' })
    builder.entry(total, column, 1)
    return column
  })
  for (const [k, { pricePerKwh }] of grid.importBlocks.entries()) {
    if (k === 0 || pricePerKwh >= grid.importBlocks[k - 1].pricePerKwh) continue
    const full = builder.column({ ...tag, step: k, lower: 0, upper: 1, integer: true })
    const before = builder.row({ ...tag, step: k, lower: 0, upper: Infinity })
    builder.entry(before, filled[k - 1], 1)
    builder.entry(before, full, -Math.min(grid.importBlocks[k - 1].sizeKwh, mostKwh))
    const after = builder.row({ ...tag, step: k, lower: -Infinity, upper: 0 })
    builder.entry(after, filled[k], 1)
    builder.entry(after, full, -mostKwh)
  }
}

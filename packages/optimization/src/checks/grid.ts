import type { GridPlant } from '../plant/grid.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkGrid(grid: GridPlant, { powerKw }: Read, { ledger }: CheckContext): void {
  for (const [t, kw] of powerKw.entries()) {
    const limit = kw > 0 ? grid.importLimitKw[t] : grid.exportLimitKw[t]
    ledger.note(
      'limit',
      Math.max(0, Math.abs(kw) - limit),
      limit,
      () => `${grid.id}: ${kw} kW at step ${t} passes the limit of ${limit} kW`,
    )
  }
}

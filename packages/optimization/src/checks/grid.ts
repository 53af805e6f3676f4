import type { GridPlant } from '../plant/grid.ts'
import type { MarketPlant } from '../plant/market.ts'
import type { CheckContext, Ledger, Read } from './ledger.ts'

export function checkGrid(grid: GridPlant, columns: Read, { ledger }: CheckContext): void {
  const { powerKw } = columns
  if (grid.market) checkMarket(grid.id, grid.market, columns, ledger)
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

/** Position and imbalance are what flows; the position is constant over its interval and what was fixed. */
function checkMarket(id: string, market: MarketPlant, { powerKw, marketKw, imbalanceKw }: Read, ledger: Ledger): void {
  for (const { from, to } of market.intervals)
    for (let t = from; t < to; t++) {
      const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
      ledger.note(
        'balanceKw',
        marketKw[t] + imbalanceKw[t] - powerKw[t],
        powerKw[t],
        off('market and imbalance are not what flows'),
      )
      const wantedKw = market.fixedKw?.[from] ?? marketKw[from]
      ledger.note(
        'limit',
        marketKw[t] - wantedKw,
        wantedKw,
        off('the market position is not constant or not the one taken'),
      )
    }
}

import type { GridPlant } from '../plant/grid.ts'
import type { MarketPlant } from '../plant/market.ts'
import type { Columns, DeclareContext } from './declare.ts'

interface Terminals {
  readonly imported: number
  readonly exported: number
}

/**
 * g⁺ − g⁻ = x + b⁺ − b⁻ with x constant over each interval of the market; x costs its price, b⁺ the price of balancing energy
 * bought, b⁻ earns that of balancing energy sold.
 * @returns how to read position and imbalance, both positive where they are bought
 */
export function declareMarket(
  grid: GridPlant,
  market: MarketPlant,
  context: DeclareContext,
  { imported, exported }: Terminals,
) {
  const { builder, axis } = context
  const { stepHours, steps } = axis
  const open = (kind: 'imbalance', price: Float64Array, sign: 1 | -1): number =>
    context.block(grid, {
      kind,
      lower: 0,
      upper: Infinity,
      line: 'imbalance',
      cost: (t) => sign * price[t] * stepHours[t],
    })
  const bought = open('imbalance', market.imbalanceBuyPerKwh, 1)
  const sold = open('imbalance', market.imbalanceSellPerKwh, -1)
  const positionAt = new Int32Array(steps)
  for (const { from, to } of market.intervals) {
    const position = declarePosition(grid, market, context, from, to)
    for (let step = from; step < to; step++) {
      positionAt[step] = position
      const row = builder.row({ asset: grid.index, kind: 'market', step, lower: 0, upper: 0 })
      for (const [column, value] of [[imported + step, 1], [exported + step, -1], [position, -1], [bought + step, -1], [sold + step, 1]] as const)
        builder.entry(row, column, value)
    } // prettier-ignore
  }
  return (x: Float64Array): Columns => ({
    marketKw: Float64Array.from(positionAt, (position) => x[position]),
    imbalanceKw: Float64Array.from({ length: steps }, (_, t) => x[bought + t] - x[sold + t]),
  })
}

/** Between what the connection can export and import in the interval, or as it was taken. */
function declarePosition(
  grid: GridPlant,
  market: MarketPlant,
  context: DeclareContext,
  from: number,
  to: number,
): number {
  let cost = 0
  for (let t = from; t < to; t++) cost += market.pricePerKwh[t] * context.axis.stepHours[t]
  const fixed = market.fixedKw?.[from]
  const lower = fixed ?? -Math.max(...grid.exportLimitKw.subarray(from, to))
  const upper = fixed ?? Math.max(...grid.importLimitKw.subarray(from, to))
  return context.builder.column({ asset: grid.index, kind: 'market', step: from, lower, upper, cost, line: 'market' })
}

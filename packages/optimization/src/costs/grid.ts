import type { Columns } from '../assets/declare.ts'
import type { DemandCharge, GridPlant } from '../plant/grid.ts'
import type { Lines } from './line.ts'

export function gridCosts(grid: GridPlant, columns: Columns, stepHours: Float64Array): Lines {
  const { powerKw } = columns
  let paid = 0
  let earned = 0
  for (const [t, kw] of powerKw.entries()) {
    if (kw > 0) paid += kw * stepHours[t] * grid.importPricePerKwh[t]
    else earned -= kw * stepHours[t] * grid.exportPricePerKwh[t]
  }
  const lines: Lines = [
    ['grid.import', paid],
    ['grid.export', -earned],
    ...blockCosts(grid, powerKw, stepHours),
    ...marketCosts(grid, columns, stepHours),
  ]
  if (grid.demandCharges.length === 0) return lines
  const demand = grid.demandCharges.reduce((sum, charge) => sum + demandCost(charge, powerKw, stepHours), 0)
  return [...lines, ['grid.demand', demand]]
}

/** What is imported, filled into the blocks in their order. */
function blockCosts({ importBlocks }: GridPlant, powerKw: Float64Array, stepHours: Float64Array): Lines {
  if (importBlocks.length === 0) return []
  let openKwh = powerKw.reduce((sum, kw, t) => sum + Math.max(kw, 0) * stepHours[t], 0)
  let amount = 0
  for (const { sizeKwh, pricePerKwh } of importBlocks) {
    amount += Math.min(openKwh, sizeKwh) * pricePerKwh
    openKwh = Math.max(0, openKwh - sizeKwh)
  }
  return [['grid.blocks', amount]]
}

/** The position at its price, and balancing energy at the price of its direction. */
function marketCosts({ market }: GridPlant, { marketKw, imbalanceKw }: Columns, stepHours: Float64Array): Lines {
  if (!market) return []
  let traded = 0
  let balanced = 0
  for (const [t, hours] of stepHours.entries()) {
    traded += marketKw[t] * hours * market.pricePerKwh[t]
    const price = imbalanceKw[t] > 0 ? market.imbalanceBuyPerKwh[t] : market.imbalanceSellPerKwh[t]
    balanced += imbalanceKw[t] * hours * price
  }
  return [['market', traded], ['imbalance', balanced]] // prettier-ignore
}

/** Money for the part of the highest interval mean that lies above the realised peak. */
export function demandCost(charge: DemandCharge, powerKw: Float64Array, stepHours: Float64Array): number {
  const sign = charge.direction === 'import' ? 1 : -1
  return peakCost(
    charge,
    powerKw.map((kw) => Math.max(0, sign * kw)),
    stepHours,
  )
}

/** The same for a power that may change its sign within an interval, such as the sum over connections. */
export function peakCost(charge: DemandCharge, alongKw: Float64Array, stepHours: Float64Array): number {
  let peakKw = charge.realisedKw
  for (const { from, to, hours, drawnKwh } of charge.intervals) {
    let kwh = drawnKwh
    for (let t = from; t < to; t++) kwh += alongKw[t] * stepHours[t]
    peakKw = Math.max(peakKw, kwh / hours)
  }
  return charge.pricePerKw * (peakKw - charge.realisedKw)
}

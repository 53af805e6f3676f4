// What a schedule costs, from its numbers alone: used for plans, for baselines, for actuals and by the check.
import type { Columns } from './assets/declare.ts'
import type { CostLine, CostLineName } from './cost-lines.ts'
import type { BatteryPlant } from './plant/battery.ts'
import type { DemandCharge, GridPlant } from './plant/grid.ts'
import type { AssetPlant, Plant } from './plant/plant.ts'

/** Schedules by asset id. */
export type Schedules = Readonly<Record<string, Columns>>

/**
 * The cost lines of a schedule, in the order of the request's assets; every line that the assets can have, zero or not.
 * @param schedules columns as published: powerKw, and by type dischargeKw and soc, curtailedKw, shedKw; shape [T]
 */
export function costsOf(plant: Plant, schedules: Schedules): CostLine[] {
  return plant.assets.flatMap((asset) =>
    linesOf(asset, schedules[asset.id], plant.axis.stepHours).map(([line, amount]) => ({
      line,
      assetId: asset.id,
      amount,
    })),
  )
}

type Lines = [line: CostLineName, amount: number][]

function linesOf(asset: AssetPlant, columns: Columns, stepHours: Float64Array): Lines {
  if (asset.type === 'grid') return gridLines(asset, columns, stepHours)
  if (asset.type === 'battery') return batteryLines(asset, columns, stepHours)
  if (asset.type === 'load') {
    const price = asset.shedCostPerKwh
    return price === undefined ? [] : [['shed', price * energyKwh(columns['shedKw'], stepHours)]]
  }
  const price = asset.curtailCostPerKwh
  return price === undefined ? [] : [['curtailment', price * energyKwh(columns['curtailedKw'], stepHours)]]
}

function energyKwh(powerKw: Float64Array, stepHours: Float64Array): number {
  return powerKw.reduce((sum, kw, t) => sum + kw * stepHours[t], 0)
}

function gridLines(grid: GridPlant, columns: Columns, stepHours: Float64Array): Lines {
  const { powerKw } = columns
  let paid = 0
  let earned = 0
  for (const [t, kw] of powerKw.entries()) {
    if (kw > 0) paid += kw * stepHours[t] * grid.importPricePerKwh[t]
    else earned -= kw * stepHours[t] * grid.exportPricePerKwh[t]
  }
  const lines: Lines = [['grid.import', paid], ['grid.export', -earned]] // prettier-ignore
  if (grid.demandCharges.length === 0) return lines
  const demand = grid.demandCharges.reduce((sum, charge) => sum + demandCost(charge, powerKw, stepHours), 0)
  return [...lines, ['grid.demand', demand]]
}

/** Money for the part of the highest interval mean that lies above the realised peak. */
function demandCost(charge: DemandCharge, powerKw: Float64Array, stepHours: Float64Array): number {
  const sign = charge.direction === 'import' ? 1 : -1
  let peakKw = charge.realisedKw
  for (const { from, to, hours, drawnKwh } of charge.intervals) {
    let kwh = drawnKwh
    for (let t = from; t < to; t++) kwh += Math.max(0, sign * powerKw[t]) * stepHours[t]
    peakKw = Math.max(peakKw, kwh / hours)
  }
  return charge.pricePerKw * (peakKw - charge.realisedKw)
}

function batteryLines(battery: BatteryPlant, columns: Columns, stepHours: Float64Array): Lines {
  const { dischargeKw, soc } = columns
  const lines: Lines = []
  if (battery.wearCostPerKwh !== undefined)
    lines.push(['wear', battery.wearCostPerKwh * energyKwh(dischargeKw, stepHours)])
  if (battery.endValue) {
    const endKwh = soc[soc.length - 1] * battery.capacityKwh
    lines.push(['endValue', storedValue(battery, battery.startKwh) - storedValue(battery, endKwh)])
  }
  return lines
}

/** Worth of stored energy above the last step's lower limit; below it, negative at the price of the first segment. */
function storedValue(battery: BatteryPlant, kwh: number): number {
  const segments = battery.endValue ?? []
  let openKwh = kwh - battery.minKwh[battery.minKwh.length - 1]
  if (openKwh < 0) return openKwh * segments[0].pricePerKwh
  let value = 0
  for (const { sizeKwh, pricePerKwh } of segments) {
    value += Math.min(openKwh, sizeKwh) * pricePerKwh
    openKwh = Math.max(0, openKwh - sizeKwh)
  }
  return value
}

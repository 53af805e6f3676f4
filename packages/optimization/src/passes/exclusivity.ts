// Charging and discharging, importing and exporting at once: when a linear model may be trusted not to, and what else.
import type { AssetBlock } from '../assets/declare.ts'
import { assetsOf, type AssetPlant, type Plant } from '../plant/plant.ts'
import { extremesOf } from './node-reach.ts'

/** Below this a second direction is noise of the solver, kW. */
const AT_ONCE_KW = 1e-7

/**
 * The steps that need a binary from the start, by asset: 1 where the proof breaks. Where import price ≥ export price ≥ 0,
 * curtailment is free and injection that cannot be refused fits the export limit, the marginal price is never negative,
 * so that charging and discharging at once only burns energy that had a value. Where only import price < export price,
 * the connection's own binary keeps the marginal price at or above zero.
 * @returns shape [assets][T]
 */
export function stepsWithoutProof(plant: Plant): Uint8Array[] {
  const exclusive = plant.assets.map(() => new Uint8Array(plant.axis.steps))
  for (const grid of assetsOf(plant, 'grid'))
    for (const [t, price] of grid.importPricePerKwh.entries())
      if (price < grid.exportPricePerKwh[t]) exclusive[grid.index][t] = 1
  const burdened = plant.nodes.map((_, node) => burdenedSteps(plant, node))
  for (const battery of assetsOf(plant, 'battery')) {
    const worthless = battery.endValue?.some(({ pricePerKwh }) => pricePerKwh < 0) ?? false
    for (let t = 0; t < plant.axis.steps; t++)
      if (worthless || burdened[battery.node][t]) exclusive[battery.index][t] = 1
  }
  for (const ev of assetsOf(plant, 'ev'))
    for (let t = 0; t < plant.axis.steps; t++)
      if (ev.maxDischargeKw * ev.plugged[t] > 0 && burdened[ev.node][t]) exclusive[ev.index][t] = 1
  return exclusive
}

/** 1 at the steps of a node at which one kWh more might cost money, or has an origin and not only a price; shape [T]. */
function burdenedSteps(plant: Plant, node: number): Uint8Array {
  const here = plant.assets.filter((asset) => asset.node === node)
  const everywhere = isKeptOffGrid(plant, node)
  return new Uint8Array(plant.axis.steps).map((_, t) => (everywhere || energyMayBurden(here, t) ? 1 : 0))
}

/** True where some battery may charge only from renewables or deliver only to consumers: then energy has an origin, not only a price. */
const isKeptOffGrid = (plant: Plant, node: number): boolean =>
  assetsOf(plant, 'battery').some((battery) => battery.node === node && !(battery.gridCharge && battery.gridExport))

/** True when one kWh more at the node of these assets might cost money at a step. */
function energyMayBurden(assets: readonly AssetPlant[], t: number): boolean {
  let roomKw = 0
  for (const asset of assets) {
    if (asset.type === 'grid') {
      if (asset.exportPricePerKwh[t] < 0 || asset.importPricePerKwh[t] < 0 || asset.market) return true // a market's price may be anything
      roomKw += asset.exportLimitKw[t]
    } else roomKw -= extremesOf(asset, t).forced
  }
  return roomKw < 0
}

/** Takes the same amount off both directions wherever that never costs more, and tidies what follows from it; changes `x`. */
export function netPairs(blocks: readonly AssetBlock[], x: Float64Array): void {
  for (const { pair, tidy } of blocks) {
    if (!pair) continue
    for (const [t, harmless] of pair.harmless.entries()) {
      if (!harmless) continue
      const both = Math.min(x[pair.first + t], x[pair.second + t])
      if (both <= 0) continue
      x[pair.first + t] -= both
      x[pair.second + t] -= both
    }
    tidy?.(x)
  }
}

/**
 * Marks the steps at which a plan runs both directions at once.
 * @returns how many steps were marked that had no binary before; 0 means the plan is exclusive
 */
export function markBothAtOnce(
  blocks: readonly AssetBlock[],
  x: Float64Array,
  exclusive: readonly Uint8Array[],
): number {
  let marked = 0
  for (const { pair } of blocks) {
    if (!pair) continue
    for (const [t, already] of exclusive[pair.asset].entries()) {
      if (already || Math.min(x[pair.first + t], x[pair.second + t]) <= AT_ONCE_KW) continue
      exclusive[pair.asset][t] = 1
      marked++
    }
  }
  return marked
}

/** Keeps every pair apart at every step. */
export function markEverywhere(blocks: readonly AssetBlock[], exclusive: readonly Uint8Array[]): void {
  for (const { pair } of blocks) if (pair) exclusive[pair.asset].fill(1)
}

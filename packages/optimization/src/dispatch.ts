import { declareBattery } from './assets/battery.ts'
import type { AssetBlock, BlockSpec, DeclareContext } from './assets/declare.ts'
import { declareGrid } from './assets/grid.ts'
import { declareLoad } from './assets/load.ts'
import { declareRenewable } from './assets/renewable.ts'
import { createModelBuilder, NO_ASSET, type ModelBuilder, type SparseModel } from './model.ts'
import type { AssetPlant, Plant } from './plant/plant.ts'

/** The dispatch problem of a plant as a linear model, and the way back from its columns to schedules. */
export interface Dispatch {
  readonly model: SparseModel
  /** By asset, in the order of the request. */
  readonly blocks: readonly AssetBlock[]
  /** Row of node n at step t is `balanceRow + n * steps + t`. */
  readonly balanceRow: number
  /** One row per tier (1, 2, 3) that sums its weighted slack; absent when no asset bends there. */
  readonly tierRows: ReadonlyMap<number, number>
}
export interface DispatchChoices {
  /** 1 at the steps whose two directions are kept apart by a binary, by asset; shape [assets][T]. */
  readonly exclusive: readonly Uint8Array[]
  readonly elastic: boolean
}

/** Declares every asset and closes the balance: Σ supply − Σ draw = Σ fixed consumption, per node and step. */
export function buildDispatch(plant: Plant, choices: DispatchChoices): Dispatch {
  const builder = createModelBuilder()
  const { steps } = plant.axis
  const demandKw = plant.nodes.map(() => new Float64Array(steps))
  for (const load of plant.assets) if (load.type === 'load') addTo(demandKw[load.node], load.powerKw)
  for (const powerKw of demandKw)
    for (const [step, kw] of powerKw.entries())
      builder.row({ asset: NO_ASSET, kind: 'balance', step, lower: kw, upper: kw })
  const tierRows = new Map<number, number>()
  const context = contextOf(plant, choices, builder, tierRows)
  const blocks = plant.assets.map((asset) => declare(asset, context))
  return { model: builder.compile(), blocks, balanceRow: 0, tierRows }
}

function declare(asset: AssetPlant, context: DeclareContext): AssetBlock {
  if (asset.type === 'battery') return declareBattery(asset, context)
  if (asset.type === 'grid') return declareGrid(asset, context)
  if (asset.type === 'load') return declareLoad(asset, context)
  return declareRenewable(asset, context)
}

function contextOf(
  plant: Plant,
  { exclusive, elastic }: DispatchChoices,
  builder: ModelBuilder,
  tierRows: Map<number, number>,
): DeclareContext {
  const { axis } = plant
  return {
    axis,
    builder,
    elastic,
    binarySteps: (asset) => exclusive[asset],
    block: (asset, spec) => addBlock(builder, axis.steps, asset.index, spec),
    supply: (asset, step, column, sign) => builder.entry(asset.node * axis.steps + step, column, sign),
    slack: (tier, column, weight) => {
      const row =
        tierRows.get(tier) ?? builder.row({ asset: NO_ASSET, kind: 'tier', step: 0, lower: -Infinity, upper: Infinity })
      tierRows.set(tier, row)
      builder.entry(row, column, weight)
    },
    reachKw: (asset, step) => reachKw(plant, asset, step),
  }
}

function addBlock(builder: ModelBuilder, steps: number, asset: number, spec: BlockSpec): number {
  const { kind, lower, upper, cost, line } = spec
  const at = (bound: Float64Array | number, t: number): number => (typeof bound === 'number' ? bound : bound[t])
  let first = -1
  for (let step = 0; step < steps; step++) {
    const bounds = { lower: at(lower, step), upper: at(upper, step) }
    const column = builder.column({ asset, kind, step, ...bounds, cost: cost?.(step) ?? 0, line: line ?? 'none' })
    if (step === 0) first = column
  }
  return first
}

function addTo(sum: Float64Array, values: Float64Array): void {
  for (const [t, value] of values.entries()) sum[t] += value
}

function reachKw(plant: Plant, asked: AssetPlant, t: number): { demand: number; supply: number } {
  let demand = 0
  let supply = 0
  for (const asset of plant.assets) {
    if (asset.node !== asked.node || asset.index === asked.index) continue
    const [draw, give] = extremesKw(asset, t)
    demand += draw
    supply += give
  }
  return { demand, supply }
}

function extremesKw(asset: AssetPlant, t: number): [draw: number, give: number] {
  if (asset.type === 'battery') return [asset.maxChargeKw[t], asset.maxDischargeKw[t]]
  if (asset.type === 'grid') return [asset.exportLimitKw[t], asset.importLimitKw[t]]
  const kw = asset.type === 'load' ? -asset.powerKw[t] : asset.availableKw[t]
  return [Math.max(-kw, 0), Math.max(kw, 0)]
}

import { declareBattery } from './assets/battery.ts'
import { declareBoiler } from './assets/boiler.ts'
import { declareBuilding } from './assets/building.ts'
import type { AssetBlock, BlockSpec, DeclareContext } from './assets/declare.ts'
import { declareDeferrable } from './assets/deferrable.ts'
import { declareElectrolyzer } from './assets/electrolyzer.ts'
import { declareEv } from './assets/ev.ts'
import { declareGenerator } from './assets/generator.ts'
import { declareGrid } from './assets/grid.ts'
import { declareHeatLoad } from './assets/heat-load.ts'
import { declareHeatPump } from './assets/heat-pump.ts'
import { declareLoad } from './assets/load.ts'
import { declareRenewable } from './assets/renewable.ts'
import { declareThermalStore } from './assets/thermal-store.ts'
import { COST_LINES, WEIGHT_LINES } from './cost-lines.ts'
import { createModelBuilder, NO_ASSET, type ModelBuilder, type SparseModel } from './model.ts'
import { reachKw } from './passes/node-reach.ts'
import { byType, type ByType, type Plant } from './plant/plant.ts'
import { declarePinSlacks, pinPowers, type PinSlack } from './pins.ts'
import { declareFlatness } from './preferences.ts'
import { openAccounts } from './site-wide/accounts.ts'
import { declareLimit } from './site-wide/limits.ts'
import { declareOwnEnergy, recordFlows } from './site-wide/own-energy.ts'
import { declareSequences } from './site-wide/sequences.ts'
import { declareReserves, type ReserveBlocks } from './site-wide/reserves.ts'

/** The dispatch problem of a plant as a linear model, and the way back from its columns to schedules. */
export interface Dispatch {
  readonly model: SparseModel
  /** The same model with its costs in money and in weights as they are; `model` weighs the money. */
  readonly priced: SparseModel
  readonly reserves: ReserveBlocks
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

const DECLARE: ByType<[DeclareContext], AssetBlock> = {
  battery: declareBattery,
  pv: declareRenewable,
  wind: declareRenewable,
  load: declareLoad,
  deferrable: declareDeferrable,
  ev: declareEv,
  heatLoad: declareHeatLoad,
  heatPump: declareHeatPump,
  boiler: declareBoiler,
  thermalStore: declareThermalStore,
  building: declareBuilding,
  generator: declareGenerator,
  electrolyzer: declareElectrolyzer,
  grid: declareGrid,
}

/** Declares every asset and closes the balance: Σ supply − Σ draw = Σ fixed consumption, per node and step. */
export function buildDispatch(plant: Plant, choices: DispatchChoices, builder = createModelBuilder()): Dispatch {
  const tierRows = new Map<number, number>()
  const declared = declarePlant(plant, choices, builder, tierRows)
  const priced = builder.compile()
  const dispatch = { ...declared, model: weighed(priced, plant.wants.moneyWeight), priced, tierRows }
  return pinPowers(plant, dispatch, declared.pinSlacks)
}

type Declared = Pick<Dispatch, 'blocks' | 'reserves' | 'balanceRow'> & { readonly pinSlacks: readonly PinSlack[] }

/** Adds a plant to a model; tiers that stand already are added to. */
export function declarePlant(
  plant: Plant,
  choices: DispatchChoices,
  builder: ModelBuilder,
  tierRows: Map<number, number>,
): Declared {
  let balanceRow = -1
  for (let node = 0; node < plant.nodes.length; node++)
    for (let step = 0; step < plant.axis.steps; step++) {
      const row = builder.row({ asset: NO_ASSET, kind: 'balance', step, lower: 0, upper: 0 })
      if (balanceRow < 0) balanceRow = row
    }
  const context = contextOf(plant, choices, builder, tierRows, balanceRow)
  const record = recordFlows(plant, context)
  const blocks = plant.assets.map((asset) => byType(DECLARE, asset, record.contextOf(asset)))
  declareOwnEnergy(plant, blocks, record.flows, context)
  for (const limit of plant.limits) declareLimit(limit, blocks, context)
  declareSequences(plant, blocks, context)
  declareFlatness(plant, blocks, context)
  const pinSlacks = choices.elastic ? declarePinSlacks(plant, context) : []
  return { blocks, reserves: declareReserves(plant, blocks, context), balanceRow, pinSlacks }
}

/** What the solver minimises: money at its weight, beside the weights that are no money. */
export function weighed(priced: SparseModel, moneyWeight: number): SparseModel {
  if (moneyWeight === 1) return priced
  const weightOf = (line: number): number => (WEIGHT_LINES.has(COST_LINES[line]) ? 1 : moneyWeight)
  return {
    ...priced,
    cost: priced.cost.map((cost, column) => cost * weightOf(priced.colTags.line[column])),
    constants: priced.constants.map(({ asset, line, amount }) => ({ asset, line, amount: amount * weightOf(line) })),
  }
}

function contextOf(
  plant: Plant,
  { exclusive, elastic }: DispatchChoices,
  builder: ModelBuilder,
  tierRows: Map<number, number>,
  balanceRow: number,
): DeclareContext {
  const { axis } = plant
  const slack = (tier: 1 | 2 | 3, column: number, weight: number): void => {
    const row =
      tierRows.get(tier) ?? builder.row({ asset: NO_ASSET, kind: 'tier', step: 0, lower: -Infinity, upper: Infinity })
    tierRows.set(tier, row)
    builder.entry(row, column, weight)
  }
  const accounts = openAccounts(plant.wants, builder, elastic ? (column) => slack(2, column, 1) : undefined)
  const balance = (node: number, step: number): number => balanceRow + node * axis.steps + step
  return {
    axis,
    builder,
    elastic,
    binarySteps: (asset) => exclusive[asset],
    block: (asset, spec) => addBlock(builder, axis.steps, asset.index, spec),
    supply: (node, step, column, kwPerUnit) => builder.entry(balance(node, step), column, kwPerUnit),
    draw: (node, step, kw) => builder.shift(balance(node, step), kw),
    account: (quantity, column, amountPerUnit) => accounts.count(quantity, column, amountPerUnit),
    slack,
    reachKw: (asset, step) => reachKw(plant, asset, step),
  }
}

function addBlock(builder: ModelBuilder, steps: number, asset: number, spec: BlockSpec): number {
  const { kind, lower, upper, cost, line, integer } = spec
  const at = (bound: Float64Array | number, t: number): number => (typeof bound === 'number' ? bound : bound[t])
  let first = -1
  for (let step = 0; step < steps; step++) {
    const bounds = { lower: at(lower, step), upper: at(upper, step) }
    const priced = { cost: cost?.(step) ?? 0, line: line ?? ('none' as const) }
    const column = builder.column({ asset, kind, step, ...bounds, ...priced, integer: integer ?? false })
    if (step === 0) first = column
  }
  return first
}

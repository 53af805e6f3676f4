import type { AssetPlant } from '../plant/plant.ts'
import type { Axis } from '../plant/axis.ts'
import type { Kind, ModelBuilder } from '../model.ts'
import type { CostLineName } from '../cost-lines.ts'

/** One number per step for each name, shape [T]. */
export type Columns = Readonly<Record<string, Float64Array>>

/** Two directions that must not run at once; where `harmless`, taking the same amount off both never costs more. */
export interface ExclusivePair {
  readonly asset: number
  readonly first: number
  readonly second: number
  readonly harmless: Uint8Array
}
/** What an asset added to the model: how to read its schedule back, and where its pair and its store's rows stand. */
export interface AssetBlock {
  publish(x: Float64Array): Columns
  readonly pair?: ExclusivePair
  readonly energyRow?: number
}
export interface BlockSpec {
  readonly kind: Kind
  readonly lower: Float64Array | number
  readonly upper: Float64Array | number
  readonly cost?: (step: number) => number
  readonly line?: CostLineName
}
/** What an asset may do to the model while it declares itself. */
export interface DeclareContext {
  readonly axis: Axis
  readonly builder: ModelBuilder
  /** True in the stage that may bend limits: assets then add slack. */
  readonly elastic: boolean
  /** 1 at the steps whose two directions are kept apart by a binary; shape [T]. */
  readonly binarySteps: (asset: number) => Uint8Array
  /** One column per step; returns the first, step t is `first + t`. */
  block(asset: AssetPlant, spec: BlockSpec): number
  /** Lets a column supply its node: +1 delivers, −1 draws. */
  supply(asset: AssetPlant, step: number, column: number, sign: 1 | -1): void
  /** Says that a column bends a limit of this tier; `weight` turns it into the quantity to be kept small. */
  slack(tier: 1 | 2 | 3, column: number, weight: number): void
  /** The most that everything else on the asset's node can draw (`demand`) or deliver (`supply`) at a step, kW. */
  reachKw(asset: AssetPlant, step: number): { readonly demand: number; readonly supply: number }
}

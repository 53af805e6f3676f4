import type { CostLineName } from '../cost-lines.ts'
import type { Kind, ModelBuilder } from '../model.ts'
import type { Axis } from '../plant/axis.ts'
import type { AssetPlant } from '../plant/plant.ts'

/** One number per step for each name, shape [T]. */
export type Columns = Readonly<Record<string, Float64Array>>

/** Two directions that must not run at once; where `harmless`, taking the same amount off both never costs more. */
export interface ExclusivePair {
  readonly asset: number
  readonly first: number
  readonly second: number
  readonly harmless: Uint8Array
}
/** What an asset added to the model, and the way back from its columns. */
export interface AssetBlock {
  publish(x: Float64Array): Columns
  /** Values of the asset's integer columns in a published schedule: a start for the solver. */
  integersOf?(columns: Columns): Iterable<readonly [column: number, value: number]>
  readonly pair?: ExclusivePair
  /** First columns of blocks over all steps that others build on: import, export, charge, discharge, energy, … */
  readonly columns?: Readonly<Record<string, number>>
  /** By step, the rows in which upward reserve stands beside the power of a machine that is on or off. */
  readonly upRows?: readonly (readonly number[])[]
  /** First of T rows whose negative dual is the value of one unit more in store at the step's end. */
  readonly storeRow?: number
  /** Firsts of T rows each for the slices of a store; one unit more goes where it is worth most, beside what `storeRow` says. */
  readonly depthRows?: readonly number[]
  /** Puts columns in order that the solver may leave loose without another cost; changes `x`, never costs more. */
  tidy?(x: Float64Array): void
  /** One column per start of a block, in the order of its plant. */
  readonly starts?: readonly number[]
  /** Where a store is there at some steps only. */
  readonly storeHolds?: (step: number) => boolean
}
/** What a site can be charged for, or held to, as a whole: kg, kWh, kWh. */
export type Quantity = 'co2' | 'import' | 'export'
export interface BlockSpec {
  readonly kind: Kind
  readonly lower: Float64Array | number
  readonly upper: Float64Array | number
  readonly cost?: (step: number) => number
  readonly line?: CostLineName
  readonly integer?: boolean
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
  /** Lets a column supply a node: kW per unit of the column, positive delivers, negative draws. */
  supply(node: number, step: number, column: number, kwPerUnit: number): void
  /** Fixed consumption of a node, the right side of its balance. */
  draw(node: number, step: number, kw: number): void
  /** Counts a column into a quantity of the whole site, such as kg of CO₂ per unit of the column. */
  account(quantity: Quantity, column: number, amountPerUnit: number): void
  /** Says that a column bends a limit of this tier; `weight` turns it into the quantity to be kept small. */
  slack(tier: 1 | 2 | 3, column: number, weight: number): void
  /** The most that everything else on the asset's electricity node can draw or deliver at a step, kW. */
  reachKw(asset: AssetPlant, step: number): { readonly draw: number; readonly give: number }
}

// What a played step works with: schedules as they grow, what each node has too much of, what stores hold.
import type { OptimizeResult } from '@omarino/contracts'
import type { Plant } from '../plant/plant.ts'

/** What the site is told to do. */
export interface Orders {
  /** Storage without a plan: does nothing, or takes what the node has too much of and delivers what it lacks. */
  readonly storage: 'idle' | 'greedy'
  /** A published schedule that is followed as far as the site can; absent: everyone for itself. */
  readonly planned?: (assetId: string, column: string, step: number) => number
  /** What gives way when a grid limit is too small: the site (`shed`: curtail, then shed) or the limit (`exceed`). */
  readonly beyondLimits: 'shed' | 'exceed'
}
export type Written = Record<string, Record<string, Float64Array>>
export interface Play {
  readonly plant: Plant
  readonly orders: Orders
  readonly schedules: Written
  /** By node, at the step played: what is delivered less what is drawn so far, kW. */
  readonly surplusKw: Float64Array
  /** By asset: energy in store in kWh, or what else an asset must remember of the step before; set before the first. */
  readonly state: Float64Array
}
export type PlannedSchedules = OptimizeResult['schedules']

import type { Columns } from '../assets/declare.ts'
import type { CostLineName } from '../cost-lines.ts'

/** Cost lines of one asset; every line that it can have, zero or not. */
export type Lines = readonly (readonly [line: CostLineName, amount: number])[]
/** From an asset and its published columns to its lines. */
export type CostsOf<A> = (asset: A, columns: Columns, stepHours: Float64Array) => Lines

export function energyKwh(powerKw: Float64Array, stepHours: Float64Array): number {
  return powerKw.reduce((sum, kw, t) => sum + kw * stepHours[t], 0)
}

/** Energy at a price; no line where there is no price. */
export const energyLine = (
  line: CostLineName,
  pricePerKwh: number | undefined,
  powerKw: Float64Array,
  stepHours: Float64Array,
): Lines => (pricePerKwh === undefined ? [] : [[line, pricePerKwh * energyKwh(powerKw, stepHours)]])

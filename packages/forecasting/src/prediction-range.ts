/** Bounds of predictions: a recursive step or a trend that may leave them runs away. */
export type PredictionRange = readonly [lowest: number, highest: number]

/** Range of the known values, wider at either end by a share of itself. NaN is missing. */
export function widenedRange(values: Float64Array, marginShare: number): PredictionRange {
  let [lowest, highest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const margin = marginShare * (highest - lowest)
  return [lowest - margin, highest + margin]
}

/** The value, or the bound that it lies beyond. */
export const heldWithin = ([lowest, highest]: PredictionRange, value: number): number =>
  Math.min(Math.max(value, lowest), highest)

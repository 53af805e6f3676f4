import { conformalQuantile } from './order-statistics.ts'
import type { ForecastTask } from './model.ts'

/**
 * Where history is too short for any model: the last known value, with the spread that the known values have around
 * it, to either side.
 * @param values holds at least one finite value
 * @returns quantiles, row-major [levels × steps], ordered and inside the bounds, and the point
 */
export function coldForecast(
  values: Float64Array,
  steps: number,
  { levels, nonNegative, capacity }: ForecastTask,
): { readonly point: Float64Array; readonly quantiles: Float64Array } {
  const known = values.filter(Number.isFinite)
  const last = known[known.length - 1]
  const distances = Float64Array.from([...known].flatMap((value) => [value - last, last - value])).sort()
  const bounded = (value: number): number =>
    Math.min(Math.max(value, nonNegative ? 0 : -Infinity), capacity ?? Infinity)
  const quantiles = new Float64Array(levels.length * steps)
  for (const [row, level] of levels.entries()) {
    const offset = level === 0.5 ? 0 : conformalQuantile(distances, level)
    quantiles.fill(bounded(last + offset), row * steps, (row + 1) * steps)
  }
  return { point: new Float64Array(steps).fill(bounded(last)), quantiles }
}

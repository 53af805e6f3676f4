import type { OptimizeProfile, OptimizeRequest } from '@omarino/contracts'
import { valueColumn } from '../instants.ts'

/**
 * What a profile of a request says per step: a number holds for all, a name points into `prices` or `forecasts`,
 * of quantiles the optimizer takes p50, of scenarios the mean.
 * @returns shape [steps]; NaN where nothing is said
 */
export function profileValues(
  profile: OptimizeProfile | undefined,
  request: OptimizeRequest,
  steps: number,
): Float64Array {
  if (profile === undefined) return new Float64Array(steps).fill(NaN)
  if (typeof profile === 'number') return new Float64Array(steps).fill(profile)
  if (typeof profile === 'string')
    return profileValues(request.prices?.[profile] ?? request.forecasts?.[profile], request, steps)
  if (!Array.isArray(profile) && 'scenarios' in profile) return meanOf(profile.scenarios, request, steps)
  const values = valueColumn(Array.isArray(profile) ? profile : (profile.quantiles['p50'] ?? []))
  const column = new Float64Array(steps).fill(NaN)
  column.set(values.subarray(0, steps))
  return column
}

function meanOf(scenarios: readonly (number | null)[][], request: OptimizeRequest, steps: number): Float64Array {
  const paths = scenarios.map((path) => profileValues(path, request, steps))
  return new Float64Array(steps).map((_, t) => paths.reduce((sum, path) => sum + path[t], 0) / paths.length)
}

/** Prices per kWh as prices per MWh, as markets quote them. */
export const perMwh = (perKwh: Float64Array): Float64Array => perKwh.map((price) => price * 1000)

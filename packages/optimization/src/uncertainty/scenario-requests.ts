// One request becomes several: every profile that is not sure is replaced by one path of it.
import type { OptimizeRequest } from '@omarino/contracts'
import { Failure, pointerPart } from '@omarino/energy'
import type { Axis } from '../plant/axis.ts'
import { numbersOf } from '../published-columns.ts'
import { drawScenarios } from './draw-scenarios.ts'
import type { QuantileSeries } from './quantile-series.ts'

export interface ScenarioRequest {
  readonly probability: number
  readonly request: OptimizeRequest
}
interface Unsure {
  readonly quantiles?: Readonly<Record<string, readonly (number | null)[]>>
  readonly scenarios?: readonly (readonly (number | null)[])[]
}

/**
 * Draws the scenarios that a request asks for; see `drawScenarios`.
 * @returns empty when the request asks for none, or nothing in it is unsure
 * @throws Failure 'invalid' with the place of the profile at fault
 */
export function scenarioRequests(request: OptimizeRequest, axis: Axis): ScenarioRequest[] {
  const { uncertainty } = request
  if (!uncertainty) return []
  const series: Record<string, QuantileSeries> = {}
  const given: Record<string, readonly Float64Array[]> = {}
  visit(request, '', (profile, pointer) => {
    if (profile.scenarios) given[pointer] = profile.scenarios.map((path) => numbersOf(path))
    else if (profile.quantiles && Object.keys(profile.quantiles).length > 1)
      series[pointer] = quantilesOf(profile.quantiles)
    return undefined
  })
  if (Object.keys(series).length + Object.keys(given).length === 0) return []
  const { scenarios, seed, correlationHours, probabilities } = uncertainty
  const drawn = placed(() =>
    drawScenarios({
      series,
      given,
      ...(probabilities && { probabilities }),
      ...(correlationHours !== undefined && { correlationHours }),
      stepHours: axis.stepHours,
      scenarios,
      seed,
    }),
  )
  return Array.from(drawn.probabilities, (probability, s) => ({
    probability,
    request: visit(request, '', (_, pointer) => {
      const paths = Object.hasOwn(drawn.paths, pointer) ? drawn.paths[pointer] : undefined
      return paths && [...paths[s]]
    }) as OptimizeRequest,
  }))
}

function quantilesOf(quantiles: Readonly<Record<string, readonly (number | null)[]>>): QuantileSeries {
  const levels = Object.entries(quantiles)
    .map(([name, values]) => ({ level: Number(name.slice(1)) / 100, values: numbersOf(values) }))
    .sort((a, b) => a.level - b.level)
  return { levels: levels.map(({ level }) => level), values: levels.map(({ values }) => values) }
}

/** Goes through all that a request holds; a profile that is not sure is replaced where `replace` answers. */
function visit(
  value: unknown,
  pointer: string,
  replace: (profile: Unsure, pointer: string) => number[] | undefined,
): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value))
    return typeof value[0] === 'number' ? value : value.map((part, k) => visit(part, `${pointer}/${k}`, replace))
  if ('quantiles' in value || ('scenarios' in value && Array.isArray(value.scenarios)))
    return replace(value as Unsure, pointer) ?? value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, visit(part, `${pointer}/${pointerPart(key)}`, replace)]),
  )
}

/** Names are the pointers of profiles; a fault starts with the one it is at. */
function placed<T>(draw: () => T): T {
  try {
    return draw()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const pointer = /(\/\S+)/.exec(error.message)?.[1] ?? '/uncertainty'
    throw new Failure('invalid', error.code, error.message, pointer)
  }
}

import type { OptimizeProfile, OptimizeRequest } from '@omarino/contracts'
import { Failure, parseInstant, pointerPart } from '@omarino/energy'
import { isoInstant, type Axis } from './axis.ts'
import type { Node } from './plant.ts'

/** Reads the fields of one asset; every complaint names asset, field, step and instant. */
export interface FieldReader {
  readonly axis: Axis
  readonly zone: string
  /** One number per step, unit of the field; missing values and wrong lengths are refused. */
  numbers(field: string, profile: OptimizeProfile, limits?: Limits): Float64Array
  /** An instant in Unix milliseconds; it need not lie within the horizon. */
  instantMs(field: string, text: string): number
  /** The index of a node by name. */
  node(carrier: 'electricity' | 'heat', name: string): number
  fail(code: string, field: string, text: string): never
}
export interface Limits {
  readonly min?: number
  readonly max?: number
}
interface Source {
  readonly values: number | readonly (number | null)[]
  readonly pointer: string
  readonly name: string
}

/** Binds a reader to one part of the request, such as the asset at `/assets/3`. */
export function fieldReader(
  request: OptimizeRequest,
  axis: Axis,
  nodes: readonly Node[],
  pointer: string,
  title: string,
): FieldReader {
  const pointerTo = (field: string): string => `${pointer}/${field}`
  const fail = (code: string, field: string, text: string): never => {
    throw new Failure('invalid', code, `${title}: ${text}`, pointerTo(field))
  }
  const numbers = (field: string, profile: OptimizeProfile, limits: Limits = {}): Float64Array => {
    const source = sourceOf(request, profile, pointerTo(field), field, (text) => fail('PROFILE_UNKNOWN', field, text))
    return spread(source, axis, title, limits)
  }
  const instantMs = (field: string, text: string): number => {
    const instant = parseInstant(text)
    return typeof instant === 'number' ? instant : fail(instant, field, `"${text}" is not an instant in UTC`)
  }
  const node = (carrier: Node['carrier'], name: string): number =>
    nodes.findIndex((other) => other.carrier === carrier && other.name === name)
  return { axis, zone: request.site.timeZone, numbers, instantMs, node, fail }
}

/** Where the numbers stand: in the asset, or under a name in prices or forecasts; of quantiles, p50; of scenarios, the mean. */
function sourceOf(
  request: OptimizeRequest,
  profile: OptimizeProfile,
  pointer: string,
  field: string,
  unknown: (text: string) => never,
): Source {
  if (typeof profile !== 'string') return medianOf(profile, pointer, field)
  const price = own(request.prices, profile)
  const forecast = own(request.forecasts, profile)
  if (price !== undefined && forecast !== undefined) unknown(`"${profile}" stands in both prices and forecasts`)
  const place = price === undefined ? 'forecasts' : 'prices'
  const found = price ?? forecast ?? unknown(`${field} names "${profile}", which is neither in prices nor in forecasts`)
  return medianOf(found, `/${place}/${pointerPart(profile)}`, profile)
}

const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

function medianOf(profile: Exclude<OptimizeProfile, string>, pointer: string, name: string): Source {
  if (typeof profile === 'number' || Array.isArray(profile)) return { values: profile, pointer, name }
  if ('scenarios' in profile) return { values: meanOf(profile.scenarios), pointer: `${pointer}/scenarios`, name }
  return { values: profile.quantiles['p50'], pointer: `${pointer}/quantiles/p50`, name: `${name} p50` }
}

/** The mean path; null where any scenario has no value. */
const meanOf = (scenarios: readonly (readonly (number | null)[])[]): (number | null)[] =>
  scenarios[0].map((_, t) => {
    const here = scenarios.map((path) => path[t] ?? NaN)
    const mean = here.reduce((sum, value) => sum + value, 0) / here.length
    return Number.isNaN(mean) ? null : mean
  })

function spread({ values, pointer, name }: Source, axis: Axis, title: string, limits: Limits): Float64Array {
  const low = limits.min ?? -Infinity
  const high = limits.max ?? Infinity
  const refuse = (code: string, fault: string, step?: number): never => {
    const place = step === undefined ? '' : ` at step ${step} (${isoInstant(axis.startsMs[step])})`
    const where = step === undefined ? pointer : `${pointer}/${step}`
    throw new Failure('invalid', code, `${title}: profile "${name}" ${fault}${place}`, where)
  }
  const checked = (value: number | null, step?: number): number => {
    if (value === null || Number.isNaN(value)) return refuse('PROFILE_VALUE_MISSING', 'has no value', step)
    if (value < low) return refuse('PROFILE_VALUE_OUT_OF_RANGE', `is ${value}, below ${low},`, step)
    if (value > high) return refuse('PROFILE_VALUE_OUT_OF_RANGE', `is ${value}, above ${high},`, step)
    return value
  }
  if (typeof values === 'number') return new Float64Array(axis.steps).fill(checked(values))
  if (values.length !== axis.steps)
    refuse('PROFILE_LENGTH', `has ${values.length} values, the horizon has ${axis.steps} steps`)
  return Float64Array.from(values, checked)
}

import type { Covariates, ForecastOptions, PlantLocation } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { MODEL_NAMES } from '@omarino/forecasting'

/** What one series is told of that which may be given for all or by series. */
export interface SeriesOptions {
  readonly model: string
  readonly capacity: number | null
  readonly nonNegative: boolean | null // null: by the unit and the history
  readonly location: PlantLocation | null
  readonly covariates: Covariates
}

const NO_COVARIATES: Covariates = { known: [], observed: [] }

/** The options of one series. */
export function optionsOf(options: ForecastOptions, key: string): SeriesOptions {
  const { model, capacity, nonNegative, location, covariates } = options
  return {
    model: typeof model === 'string' ? model : (model[key] ?? 'auto'),
    capacity: typeof capacity === 'object' ? (capacity[key] ?? null) : (capacity ?? null),
    nonNegative: isNonNegative(nonNegative, key),
    location: location && isForAll(location) ? location : (location?.[key] ?? null),
    covariates: covariates && isOneSet(covariates) ? covariates : (covariates?.[key] ?? NO_COVARIATES),
  }
}

function isNonNegative(asked: ForecastOptions['nonNegative'], key: string): boolean | null {
  if (asked === undefined || typeof asked === 'boolean') return asked ?? null
  if (Array.isArray(asked)) return asked.includes(key) ? true : null
  return asked[key] ?? null
}

type Location = NonNullable<ForecastOptions['location']>
const isForAll = (location: Location): location is PlantLocation => typeof location['latitude'] === 'number'

type AnyCovariates = NonNullable<ForecastOptions['covariates']>
const isOneSet = (covariates: AnyCovariates): covariates is Covariates => Array.isArray(covariates['known'])

/** Keys of all covariates that are asked for anywhere, each once. */
export function covariateKeys({ covariates }: ForecastOptions): string[] {
  if (!covariates) return []
  const sets = isOneSet(covariates) ? [covariates] : Object.values(covariates)
  return [...new Set(sets.flatMap(({ known, observed }) => [...known, ...observed]))]
}

/** @throws Failure `MODEL_UNKNOWN`; `SERIES_UNKNOWN` for an option of a series that is not asked for */
export function assertOptions(options: ForecastOptions, keys: readonly string[]): void {
  const { model } = options
  for (const name of typeof model === 'string' ? [model] : Object.values(model)) {
    if (name === 'auto' || MODEL_NAMES.includes(name)) continue
    const sentence = `there is no model ${name}; there are auto, ${MODEL_NAMES.join(', ')}`
    throw new Failure('invalid', 'MODEL_UNKNOWN', sentence, '/model')
  }
  const asked = new Set(keys)
  for (const [field, names] of namedSeries(options)) {
    const stray = names.find((name) => !asked.has(name))
    if (stray === undefined) continue
    const sentence = `/${field} names ${stray}, which is none of the ${keys.length} series asked for`
    throw new Failure('invalid', 'SERIES_UNKNOWN', sentence, `/${field}`)
  }
}

function namedSeries({ model, capacity, nonNegative, location, covariates }: ForecastOptions): [string, string[]][] {
  return [
    ['model', typeof model === 'object' ? Object.keys(model) : []],
    ['capacity', typeof capacity === 'object' ? Object.keys(capacity) : []],
    ['nonNegative', Array.isArray(nonNegative) ? nonNegative : Object.keys(typeof nonNegative === 'object' ? nonNegative : {})],
    ['location', location && !isForAll(location) ? Object.keys(location) : []],
    ['covariates', covariates && !isOneSet(covariates) ? Object.keys(covariates) : []],
  ] // prettier-ignore
}

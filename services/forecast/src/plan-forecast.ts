import type { Covariates, ForecastTaskInput } from '@omarino/contracts'
import { kwPerUnit } from '@omarino/energy'
import type { RegularSeries } from '@omarino/energy'
import type { SeriesCovariates, SeriesForecastRequest } from '@omarino/forecasting'
import type { SeriesRow } from '@omarino/store'
import { createHash } from 'node:crypto'
import { horizonSteps } from './horizon.ts'
import type { SeriesOptions } from './series-options.ts'

/** Levels that every forecast has, beside those that were asked for. */
export const OWN_LEVELS: readonly number[] = [0.1, 0.5, 0.9]

/** What is asked of all series alike. */
export type Asked = Pick<ForecastTaskInput, 'horizon' | 'levels' | 'country' | 'seed'>

/** What is asked of the forecast of one series whose known history ends where the first forecast step begins. */
export function requestOf(
  asked: Asked,
  options: SeriesOptions,
  series: SeriesRow,
  history: RegularSeries,
): SeriesForecastRequest {
  const { startMs, stepMs, values } = history
  const firstStepMs = startMs + values.length * stepMs
  return {
    issueMs: firstStepMs,
    horizonSteps: horizonSteps(firstStepMs, asked.horizon, stepMs, series.zone),
    zone: series.zone,
    country: asked.country ?? null,
    levels: [...new Set([...OWN_LEVELS, ...asked.levels])].sort((a, b) => a - b),
    nonNegative: options.nonNegative ?? isNonNegative(series.unit, values),
    capacity: options.capacity,
    location: options.location,
    model: options.model,
    seed: asked.seed,
  }
}

/** A meter of power may stand still, jump or spike; of prices and weather such values are real. */
export const isWatched = (unit: string): boolean => kwPerUnit(unit) !== undefined

/** A power that never was negative stays so (a load, a PV plant); a price that never was negative may become it tomorrow. */
const isNonNegative = (unit: string, values: Float64Array): boolean =>
  kwPerUnit(unit) !== undefined && !values.some((value) => value < 0)

/** A way of asking: forecasts of a series that ask the same share their trained versions. */
export interface Question extends Asked {
  readonly model: string
  readonly capacity: number | null
  readonly nonNegative: boolean | null
  readonly location: SeriesOptions['location']
  readonly covariates: Covariates
  readonly stepSeconds: number
  readonly zone: string
}

/** @param used the covariates whose values ahead are there */
export function questionOf(asked: Asked, options: SeriesOptions, used: Covariates, series: SeriesRow): Question {
  const { horizon, levels, country, seed } = asked
  return {
    horizon, levels: [...new Set(levels)].sort((a, b) => a - b), ...(country !== undefined && { country }), seed, model: options.model,
    capacity: options.capacity, nonNegative: options.nonNegative, location: options.location, covariates: used,
    stepSeconds: (series.step_ms ?? 0) / 1000, zone: series.zone,
  } // prettier-ignore
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
export const questionSha256 = (question: Question): string => sha256(JSON.stringify(Object.entries(question).sort()))

/** Hash of all that a forecast was computed from: equal hash and equal code, equal forecast. `modelId`: the version that made it. */
export function inputsSha256(
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates = { known: {}, observed: {} },
  modelId = '',
): string {
  const { startMs, stepMs, values } = history
  const hash = createHash('sha256')
  const named = [...Object.entries(covariates.known), ...Object.entries(covariates.observed)]
  const names = [Object.keys(covariates.known), Object.keys(covariates.observed)]
  hash.update(JSON.stringify({ startMs, stepMs, steps: values.length, request: Object.entries(request).sort(), names, modelId }))
  for (const column of [values, ...named.map(([, column]) => column)]) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  return hash.digest('hex')
} // prettier-ignore

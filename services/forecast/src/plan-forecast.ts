import type { ForecastTaskInput } from '@omarino/contracts'
import { kwPerUnit } from '@omarino/energy'
import type { RegularSeries } from '@omarino/energy'
import type { SeriesForecastRequest } from '@omarino/forecasting'
import type { SeriesRow } from '@omarino/store'
import { createHash } from 'node:crypto'
import { horizonSteps } from './horizon.ts'

/** Levels that every forecast has, beside those that were asked for. */
export const OWN_LEVELS: readonly number[] = [0.1, 0.5, 0.9]

/** What is asked of the forecast of one series whose known history ends where the first forecast step begins. */
export function requestOf(input: ForecastTaskInput, series: SeriesRow, history: RegularSeries): SeriesForecastRequest {
  const { startMs, stepMs, values } = history
  const firstStepMs = startMs + values.length * stepMs
  return {
    issueMs: firstStepMs,
    horizonSteps: horizonSteps(firstStepMs, input.horizon, stepMs, series.zone),
    zone: series.zone,
    country: input.country ?? null,
    levels: [...new Set([...OWN_LEVELS, ...input.levels])].sort((a, b) => a - b),
    nonNegative: isNonNegative(series.unit, values),
    capacity: null,
    model: 'auto',
    seed: input.seed,
  }
}

/** A power that never was negative stays so (a load, a PV plant); a price that never was negative may become it tomorrow. */
const isNonNegative = (unit: string, values: Float64Array): boolean =>
  kwPerUnit(unit) !== undefined && !values.some((value) => value < 0)

/** Hash of all that a forecast was computed from: equal hash and equal code, equal forecast. */
export function inputsSha256(history: RegularSeries, request: SeriesForecastRequest): string {
  const { startMs, stepMs, values } = history
  const head = JSON.stringify({ startMs, stepMs, steps: values.length, request: Object.entries(request).sort() })
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return createHash('sha256').update(head).update(bytes).digest('hex')
}

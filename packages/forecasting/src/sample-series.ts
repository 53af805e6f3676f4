/** Seeded series for tests: made-up numbers that no product code may load. */
import { type RegularSeries, seededNormal, seededRandom } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { DAY_MS, type ForecastTask, type Future, HOUR_MS, type Past } from './model.ts'
import type { SeriesForecastRequest } from './series-timeline.ts'

export const MONDAY_MS = Date.UTC(2024, 0, 1)

/** Hourly load in UTC: a daily wave, lower weekends, and errors that last for hours. */
export function sampleLoad(days: number, seed = 1, noise = 1): RegularSeries {
  const normal = seededNormal(seededRandom(seed))
  let error = 0
  const values = Float64Array.from({ length: days * 24 }, (_, hour) => {
    error = 0.8 * error + noise * normal()
    const weekend = Math.floor(hour / 24) % 7 >= 5
    return (weekend ? 40 : 60) + 20 * Math.sin((2 * Math.PI * hour) / 24) + error
  })
  return { startMs: MONDAY_MS, stepMs: HOUR_MS, values }
}

/** Hourly PV in UTC: a half-wave from 6 to 18 o'clock, of a random height per day. */
export function samplePv(days: number, seed = 2): RegularSeries {
  const uniform = seededRandom(seed)
  const height = Float64Array.from({ length: days }, () => 2 + 8 * uniform())
  const values = Float64Array.from({ length: days * 24 }, (_, hour) => {
    const sun = hour % 24 > 6 && hour % 24 < 18 ? Math.sin((Math.PI * ((hour % 24) - 6)) / 12) : 0
    return height[Math.floor(hour / 24)] * sun
  })
  return { startMs: MONDAY_MS, stepMs: HOUR_MS, values }
}

/** A request at the end of the series, for a day ahead. */
export const dayAhead = (
  series: RegularSeries,
  change: Partial<SeriesForecastRequest> = {},
): SeriesForecastRequest => ({
  issueMs: series.startMs + series.values.length * series.stepMs,
  horizonSteps: DAY_MS / series.stepMs,
  zone: 'UTC',
  country: null,
  levels: [0.1, 0.5, 0.9],
  nonNegative: false,
  capacity: null,
  model: 'auto',
  seed: 1,
  ...change,
})

export const mapValues = (series: RegularSeries, change: (value: number, step: number) => number): RegularSeries => ({
  ...series,
  values: series.values.map(change),
})

/** What a model is told of an hourly series of which only the median is asked. */
export const sampleTask = (change: Partial<ForecastTask> = {}): ForecastTask => ({
  stepMs: HOUR_MS,
  levels: [0.5],
  nonNegative: false,
  capacity: null,
  model: 'auto',
  seed: 1,
  ...change,
})

/** Values as a past in UTC without covariates. */
export const samplePast = (values: Float64Array, stepMs = HOUR_MS): Past => ({
  values,
  observed: {},
  known: {},
  calendar: calendarColumns(MONDAY_MS, stepMs, values.length, 'UTC', null),
})

/** The steps that follow a sample past. */
export const futureAfter = ({ values }: Past, steps: number, stepMs = HOUR_MS): Future => ({
  known: {},
  calendar: calendarColumns(MONDAY_MS + values.length * stepMs, stepMs, steps, 'UTC', null),
  steps,
})

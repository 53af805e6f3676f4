/** Seeded series for tests: made-up numbers that no product code may load. */
import { type RegularSeries, seededNormal, seededRandom } from '@omarino/energy'
import type { SeriesForecastRequest } from './series-timeline.ts'
import { DAY_MS, HOUR_MS } from './model.ts'

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

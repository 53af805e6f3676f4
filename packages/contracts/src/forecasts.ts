import { z } from 'zod'
import { Duration, Id, Instant, Key, PageQuery, pageOf } from './scalars.ts'

/** Task `forecast`, and body of POST /forecast/forecasts. */
export const ForecastTaskInput = z.strictObject({
  series: z.array(Key).min(1).max(100),
  horizon: Duration.default('PT36H'),
  /** Time at which the forecast is made; nothing after it is looked at. Default: the run's scheduled time, or now. */
  issueTime: Instant.optional(),
  /** Further quantile levels beside 0.1, 0.5, 0.9. */
  levels: z.array(z.number().gt(0).lt(1)).max(99).default([]),
  country: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
    .optional(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
})
export type ForecastTaskInput = z.infer<typeof ForecastTaskInput>

export const ForecastMetrics = z.object({
  mae: z.number().nullable(), skill: z.number().nullable(), coverage80: z.number().nullable(), pinball: z.number().nullable(), origins: z.number().int(),
}).meta({ id: 'ForecastMetrics' }) // prettier-ignore

export const ForecastTaskOutput = z.object({
  issueTime: Instant,
  forecasts: z.array(
    z.object({
      series: z.string(),
      forecastId: Id,
      model: z.string(),
      mae: z.number().nullable(),
      skill: z.number().nullable(),
      coverage80: z.number().nullable(),
    }),
  ),
})
export type ForecastTaskOutput = z.infer<typeof ForecastTaskOutput>

/** A forecast's metadata. */
export const Forecast = z
  .object({
    id: Id,
    series: z.string(),
    unit: z.string(),
    model: z.string(),
    issueTime: Instant,
    startTime: Instant,
    stepSeconds: z.number(),
    horizon: z.number().int(),
    createdAt: Instant,
    levels: z.array(z.number()),
    flags: z.array(z.string()),
    metrics: ForecastMetrics,
    choice: z.array(
      z.object({ model: z.string(), pinball: z.number().nullable(), mae: z.number().nullable(), chosen: z.boolean() }),
    ),
    codeVersion: z.string(),
    inputsSha256: z.string(),
    seed: z.number().int(),
    source: z.string().nullable(),
  })
  .meta({ id: 'Forecast' })
export type Forecast = z.infer<typeof Forecast>
export const ForecastPage = pageOf(Forecast).meta({ id: 'ForecastPage' })

/** A forecast with its points as columns of equal length; `quantiles[level]` for levels beside 0.1, 0.5, 0.9. */
export const ForecastWithPoints = Forecast.extend({
  times: z.array(z.string()),
  pointValue: z.array(z.number()),
  p10: z.array(z.number()),
  p50: z.array(z.number()),
  p90: z.array(z.number()),
  quantiles: z.record(z.string(), z.array(z.number())).optional(),
}).meta({ id: 'ForecastWithPoints' })
export type ForecastWithPoints = z.infer<typeof ForecastWithPoints>

/** Newest first. */
export const ForecastQuery = PageQuery.extend({ series: Key.optional(), issuedBefore: Instant.optional() })
/** The best forecast of a series known at `at` (default: now): the newest issue not after it. */
export const BestForecastQuery = z.object({ series: Key, at: Instant.optional() })

import { z } from 'zod'
import { CountryCode, ForecastOptions, Levels, ReconcileGroup, Seed, SeriesKeys } from './forecast-request.ts'
import { Duration, Id, Instant, Key, PageQuery, pageOf } from './scalars.ts'

/** Task `forecast`, and body of POST /forecast/forecasts. */
export const ForecastTaskInput = z.strictObject({
  series: SeriesKeys,
  horizon: Duration.default('PT36H'),
  /** Time at which the forecast is made; nothing after it is looked at. Default: the run's scheduled time, or now. */
  issueTime: Instant.optional(),
  /** Further quantile levels beside 0.1, 0.5, 0.9. */
  levels: Levels.default([]),
  country: CountryCode.optional(),
  seed: Seed.default(1),
  ...ForecastOptions.shape,
  /** True: series that cannot be forecast are left out and named; false: one such series fails all. */
  partial: z.boolean().default(false),
  /** Whether forecasts say what adds up to their points, where the model can tell. Default: up to 100 series. */
  explain: z.boolean().optional(),
  /** Groups whose forecasts are made to sum, where replayed days say that it pays. No series stands in two groups. */
  reconcile: z.array(ReconcileGroup).max(100).optional(),
})
export type ForecastTaskInput = z.infer<typeof ForecastTaskInput>

export const ForecastMetrics = z.object({
  mae: z.number().nullable(), skill: z.number().nullable(), coverage80: z.number().nullable(), pinball: z.number().nullable(), origins: z.number().int(),
}).meta({ id: 'ForecastMetrics' }) // prettier-ignore

export const ForecastTaskOutput = z.object({
  issueTime: Instant,
  /** How many forecasts were stored; `forecasts` names the first 100 of them. */
  count: z.int(),
  /** Those made by a model that was fitted before, without fitting. */
  warm: z.int(),
  /** Series left out because they cannot be forecast; `failures` names the first 50 of them. */
  failed: z.int(),
  failures: z.array(z.object({ series: z.string(), code: z.string(), message: z.string() })),
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
  /** What came of the groups to reconcile; names the first 50 of them. Errors are means over the series of a group. */
  groups: z.array(
    z.object({
      total: z.string(),
      reconciled: z.boolean(),
      /** Why not: a series without a forecast, nothing replayed, worse on replayed days, or a sum beyond the total's bounds. */
      reason: z.enum(['incomplete', 'no-replays', 'worse', 'bounds']).nullable(),
      mae: z.number().nullable(),
      reconciledMae: z.number().nullable(),
    }),
  ),
})
export type ForecastTaskOutput = z.infer<typeof ForecastTaskOutput>

/** What is odd in the history that a forecast's model was fitted on; the model saw it as it is. `to` null: to this day. */
export const HistoryAnomaly = z.object({
  kind: z.enum(['spikes', 'stuck-meter', 'level-shift']),
  from: Instant,
  to: Instant.nullable(),
})

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
    /** Oldest first, at most the newest 20; looked for in powers alone. */
    anomalies: z.array(HistoryAnomaly),
    /** The trained version that made it; null for a forecast from before there were any. */
    modelId: Id.nullable(),
    modelVersion: z.int().nullable(),
    /** What it was asked for: horizon, bounds, place, covariates. */
    request: z.json(),
    /** The covariates it was given, and where their values ahead came from. */
    covariates: z.array(
      z.object({
        series: z.string(),
        role: z.enum(['known', 'observed']),
        ahead: z.enum(['points', 'forecast', 'none']),
        forecastId: Id.nullable(),
      }),
    ),
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
  /** Contribution of each group to the point, in the unit of the series; their sum is the point. One column per group. */
  explanation: z.object({ groups: z.array(z.string()), contributions: z.array(z.array(z.number())) }).nullable(),
  /**
   * At most three past days that are most like the first day ahead, the nearest first: by day type, time of year, covariates and
   * the forecast itself. 0: equal in all of it; 1: as far as two days picked at random. Null where no reasons were asked for.
   */
  similarDays: z.array(z.object({ date: z.string(), distance: z.number() })).nullable(),
}).meta({ id: 'ForecastWithPoints' })
export type ForecastWithPoints = z.infer<typeof ForecastWithPoints>

/** Newest first. */
export const ForecastQuery = PageQuery.extend({ series: Key.optional(), issuedBefore: Instant.optional() })
/** The best forecast of a series known at `at` (default: now): the newest issue not after it. */
export const BestForecastQuery = z.object({ series: Key, at: Instant.optional() })

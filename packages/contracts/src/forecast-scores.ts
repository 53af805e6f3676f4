import { z } from 'zod'
import { Id, Instant, Key } from './scalars.ts'

const score = z.number().nullable()
/** Measures of forecasts against what was measured; null where one cannot be computed. */
export const scoreMeasures = {
  mae: score,
  rmse: score,
  nmae: score,
  pinball: score,
  coverage80: score,
  bias: score,
  skill: score,
  skillCount: z.int(),
}

/**
 * Forecast values against what was measured. `count` values were scored; a measure is null where it cannot be computed.
 * `nmae` is the MAE over the mean size of the measured values, `pinball` the mean over 0.1, 0.5 and 0.9, `bias` the mean of
 * forecast minus actual, `coverage80` the share inside p10..p90. `skill` is 1 − MAE ÷ MAE of the seasonal naive (the value of
 * the same local time on the newest day, or in the newest week, known at the issue) over the `skillCount` values that have both.
 */
export const ForecastScore = z
  .object({ count: z.int(), issues: z.int(), ...scoreMeasures })
  .meta({ id: 'ForecastScore' })
export type ForecastScore = z.infer<typeof ForecastScore>

const window = { series: Key, from: Instant, to: Instant }

/** Values of stored forecasts in `[from, to)` against the actuals there; of more than `limit` issues the newest. */
export const ForecastScoresQuery = z.object({ ...window, limit: z.coerce.number().int().min(1).max(2000).default(500) })
export const ForecastScores = z
  .object({
    series: z.string(),
    unit: z.string(),
    zone: z.string(),
    from: Instant,
    to: Instant,
    /** True when the window holds more issues than were scored. */
    truncated: z.boolean(),
    /** Forecast values in the window, scored or not. */
    values: z.int(),
    total: ForecastScore,
    /** Which naive `skill` is against: the one that erred less over the window; null when no value has one. */
    naive: z.enum(['day', 'week']).nullable(),
    /** By hours from the issue time to the start of the step: `[fromHours, toHours)`. */
    byLead: z.array(ForecastScore.extend({ fromHours: z.number(), toHours: z.number().nullable() })),
    /** By the local hour in which the step starts. */
    byHour: z.array(ForecastScore.extend({ hour: z.int() })),
    /** Best first by skill; models that made no forecast in the window are absent. */
    byModel: z.array(ForecastScore.extend({ model: z.string() })),
    /** Newest issue first. */
    byIssue: z.array(ForecastScore.extend({ forecastId: Id, issueTime: Instant, model: z.string() })),
  })
  .meta({ id: 'ForecastScores' })
export type ForecastScores = z.infer<typeof ForecastScores>

/** Issues with values in `[from, to)`, newest first. */
export const ForecastIssuesQuery = z.object({ ...window, limit: z.coerce.number().int().min(1).max(200).default(50) })
/** Columns of each issue inside the window; value `i` belongs to the step that starts at `startTime + i · stepSeconds`. */
export const ForecastIssues = z
  .object({
    series: z.string(),
    unit: z.string(),
    from: Instant,
    to: Instant,
    /** True when the window holds more issues than are here. */
    truncated: z.boolean(),
    issues: z.array(
      z.object({
        id: Id,
        model: z.string(),
        issueTime: Instant,
        startTime: Instant,
        stepSeconds: z.number(),
        flags: z.array(z.string()),
        pointValue: z.array(z.number()),
        p10: z.array(z.number()),
        p50: z.array(z.number()),
        p90: z.array(z.number()),
      }),
    ),
  })
  .meta({ id: 'ForecastIssues' })
export type ForecastIssues = z.infer<typeof ForecastIssues>

import type { Forecast as ForecastReply, ForecastWithPoints } from '@omarino/contracts'
import type { Forecast } from '@omarino/forecasting'
import type { ForecastColumns, ForecastRow, NewForecast } from '@omarino/store'
import { OWN_LEVELS } from './plan-forecast.ts'

type Columns = Pick<NewForecast, 'pointValue' | 'p10' | 'p50' | 'p90' | 'quantiles'>

/** Levels with a column of their own in `quantiles`, in its order. */
const furtherLevels = (levels: readonly number[]): number[] => levels.filter((level) => !OWN_LEVELS.includes(level))

/** Columns of a computed forecast, whose levels hold 0.1, 0.5 and 0.9. */
export function columnsOf({ point, levels, quantiles }: Pick<Forecast, 'point' | 'levels' | 'quantiles'>): Columns {
  const column = (level: number): Float64Array => {
    const row = levels.indexOf(level)
    return quantiles.slice(row * point.length, (row + 1) * point.length)
  }
  const further = furtherLevels(levels).map(column)
  return { pointValue: point, p10: column(0.1), p50: column(0.5), p90: column(0.9), quantiles: further }
}

/** The reverse: rows of all levels, row-major. */
export function quantilesOf(forecast: Columns & Pick<NewForecast, 'levels'>): Float64Array {
  const further = furtherLevels(forecast.levels)
  const own = new Map([[0.1, forecast.p10], [0.5, forecast.p50], [0.9, forecast.p90]]) // prettier-ignore
  const rows = new Float64Array(forecast.levels.length * forecast.p50.length)
  for (const [i, level] of forecast.levels.entries())
    rows.set(own.get(level) ?? forecast.quantiles[further.indexOf(level)], i * forecast.p50.length)
  return rows
}

type Explanation = NonNullable<NewForecast['explanation']>
/** Contributions of what speaks for the point, where the model tells them. */
export const explanationOf = (forecast: Forecast & { readonly explanation?: Explanation | null }): Explanation | null =>
  forecast.explanation ?? null

/** Why this model: all candidates with their scores. */
export const scoresOf = ({ choice }: Forecast) =>
  choice.scores.map((score) => ({ ...score, chosen: score.model === choice.model }))

/** A stored forecast as callers see it, without its points; the table keeps more scores than the wire shows. */
export function toForecast(row: ForecastRow): ForecastReply {
  const { mae, skill, coverage80, pinball, origins } = row.metrics as ForecastReply['metrics']
  const candidates = row.choice as ForecastReply['choice']
  return {
    id: row.id, series: row.series_key, unit: row.unit, model: row.model, issueTime: row.issue_time.toISOString(),
    startTime: row.start_time.toISOString(), stepSeconds: row.step_ms / 1000, horizon: row.horizon, createdAt: row.created_at.toISOString(),
    levels: row.levels, flags: row.flags, metrics: { mae, skill, coverage80, pinball, origins },
    choice: candidates.map((one) => ({ model: one.model, pinball: one.pinball, mae: one.mae, chosen: one.chosen })),
    codeVersion: row.code_version, inputsSha256: row.inputs_sha256, seed: row.seed, source: row.source, modelId: row.model_id,
    modelVersion: row.model_version, request: row.request as ForecastReply['request'], covariates: row.covariates as ForecastReply['covariates'],
    anomalies: row.anomalies as ForecastReply['anomalies'],
  } // prettier-ignore
}

/** A stored forecast with its points and, where it has one, its explanation: a column per group. */
export function withPoints(
  row: ForecastRow,
  columns: ForecastColumns,
  contributions: readonly Float64Array[] = [],
): ForecastWithPoints {
  const further: Record<string, number[]> = {}
  for (const [i, level] of furtherLevels(row.levels).entries()) further[String(level)] = [...columns.quantiles[i]]
  return {
    ...toForecast(row),
    times: Array.from(columns.timesMs, (ms) => new Date(ms).toISOString()),
    pointValue: [...columns.pointValue],
    p10: [...columns.p10],
    p50: [...columns.p50],
    p90: [...columns.p90],
    ...(columns.quantiles.length > 0 && { quantiles: further }),
    explanation: row.explained_groups && {
      groups: row.explained_groups,
      contributions: contributions.map((column) => [...column]),
    },
    similarDays: row.similar_days as ForecastWithPoints['similarDays'],
  }
}

import { all } from './database.ts'
import type { Queryable } from './database.ts'
import { SELECT_FORECAST } from './forecasts.ts'
import type { ForecastRow } from './forecasts.ts'

export interface NewForecast {
  readonly id: string
  readonly seriesId: number
  readonly model: string
  readonly issueMs: number
  readonly startMs: number
  readonly stepMs: number
  readonly levels: readonly number[]
  readonly flags: readonly string[]
  readonly choice: unknown
  readonly metrics: unknown
  readonly history: unknown
  readonly seed: number
  readonly codeVersion: string
  readonly inputsSha256: string
  /** The same over all attempts of one task. */
  readonly runKey: string
  readonly taskRunId: string | null
  readonly source: string | null
  /** Columns of one length; step `k` starts at `startMs + k · stepMs`. */
  readonly pointValue: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
  /** One column for each further level. */
  readonly quantiles: readonly Float64Array[]
  /** The trained version that made it. */
  readonly modelId?: string | null
  readonly request?: unknown
  readonly covariates?: unknown
  /** What is odd in the history. */
  readonly anomalies?: unknown
  readonly similarDays?: unknown
  /** Contributions row-major, [groups × steps]. */
  readonly explanation?: { readonly groups: readonly string[]; readonly contributions: Float64Array } | null
}

const INSERT = `
  insert into forecast.forecast (id, series_id, model, issue_time, start_time, step_ms, horizon, levels, flags, choice, metrics, history,
                                 seed, code_version, inputs_sha256, run_key, task_run_id, source, model_id, request, covariates,
                                 explained_groups, contributions, anomalies, similar_days)
  select id, series_id, model, to_timestamp(issue_ms / 1000.0), to_timestamp(start_ms / 1000.0), step_ms, horizon, levels, flags, choice,
         metrics, history, seed, code_version, inputs_sha256, run_key, task_run_id, source, model_id, request, covariates,
         explained_groups, contributions, anomalies, similar_days
    from jsonb_to_recordset($1::jsonb) as new (
         id uuid, series_id int4, model text, issue_ms float8, start_ms float8, step_ms int4, horizon int4, levels float8[], flags text[],
         choice jsonb, metrics jsonb, history jsonb, seed int8, code_version text, inputs_sha256 text, run_key text, task_run_id uuid,
         source text, model_id uuid, request jsonb, covariates jsonb, explained_groups text[], contributions float8[], anomalies jsonb, similar_days jsonb)
  on conflict (run_key) do nothing returning id`
const ENSURE_WEEKS = `select partition.ensure_weeks('forecast.forecast_point', $1::timestamptz, $2::timestamptz)`
const INSERT_POINTS = `
  insert into forecast.forecast_point (forecast_id, time, lead, point_value, p10, p50, p90, quantiles)
  select ($1::uuid[])[place], to_timestamp(time_ms / 1000.0), lead, point_value, p10, p50, p90,
         case when $9 > 0 then ($10::float8[])[(n - 1) * $9 + 1 : n * $9] end
    from unnest($2::int4[], $3::float8[], $4::int4[], $5::float8[], $6::float8[], $7::float8[], $8::float8[])
         with ordinality as step (place, time_ms, lead, point_value, p10, p50, p90, n)`

/**
 * Keeps a forecast with its points inside the caller's transaction. A forecast is never overwritten: when the run key is
 * known, what was stored first is returned and nothing is written.
 */
export const saveForecast = async (client: Queryable, forecast: NewForecast): Promise<ForecastRow> =>
  (await saveForecasts(client, [forecast]))[0]

/** The same for many forecasts with equally many further levels, in three statements. Returns them in the order given. */
export async function saveForecasts(client: Queryable, forecasts: readonly NewForecast[]): Promise<ForecastRow[]> {
  if (forecasts.length === 0) return []
  const inserted = await all<{ id: string }>(client, INSERT, [JSON.stringify(forecasts.map(recordOf))])
  const fresh = new Set(inserted.map(({ id }) => id))
  await savePoints(client, forecasts.filter(({ id }) => fresh.has(id))) // prettier-ignore
  const keys = forecasts.map(({ runKey }) => runKey)
  const rows = await all<ForecastRow>(client, `${SELECT_FORECAST} where f.run_key = any ($1)`, [keys])
  const byKey = new Map(rows.map((row) => [row.run_key, row]))
  return keys.map((key) => byKey.get(key) as ForecastRow)
}

const recordOf = (forecast: NewForecast) => ({
  id: forecast.id, series_id: forecast.seriesId, model: forecast.model, issue_ms: forecast.issueMs, start_ms: forecast.startMs,
  step_ms: forecast.stepMs, horizon: forecast.p50.length, levels: forecast.levels, flags: forecast.flags, choice: forecast.choice,
  metrics: forecast.metrics, history: forecast.history, seed: forecast.seed, code_version: forecast.codeVersion,
  inputs_sha256: forecast.inputsSha256, run_key: forecast.runKey, task_run_id: forecast.taskRunId, source: forecast.source,
  model_id: forecast.modelId ?? null, request: forecast.request ?? {}, covariates: forecast.covariates ?? [],
  anomalies: forecast.anomalies ?? [],
  similar_days: forecast.similarDays ?? null,
  explained_groups: forecast.explanation?.groups ?? null,
  contributions: forecast.explanation ? [...forecast.explanation.contributions] : null,
}) // prettier-ignore

async function savePoints(client: Queryable, forecasts: readonly NewForecast[]): Promise<void> {
  if (forecasts.length === 0) return
  const ends = forecasts.map(({ startMs, stepMs, p50 }) => startMs + p50.length * stepMs)
  const span = [Math.min(...forecasts.map(({ startMs }) => startMs)), Math.max(...ends)]
  await client.query(ENSURE_WEEKS, span.map((ms) => new Date(ms))) // prettier-ignore
  const [places, times, leads]: number[][] = [[], [], []]
  const perStep: number[] = []
  for (const [place, { startMs, stepMs, p50, quantiles }] of forecasts.entries()) {
    for (let lead = 0; lead < p50.length; lead += 1) {
      places.push(place + 1)
      times.push(startMs + lead * stepMs)
      leads.push(lead)
      for (const column of quantiles) perStep.push(column[lead])
    }
  }
  const column = (name: 'pointValue' | 'p10' | 'p50' | 'p90'): number[] => forecasts.flatMap((one) => [...one[name]])
  const ids = forecasts.map(({ id }) => id)
  const values = [column('pointValue'), column('p10'), column('p50'), column('p90')]
  await client.query(INSERT_POINTS, [ids, places, times, leads, ...values, forecasts[0].quantiles.length, perStep])
}

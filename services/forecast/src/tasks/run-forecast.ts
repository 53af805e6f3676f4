import { ForecastTaskInput } from '@omarino/contracts'
import type { ForecastMetrics, ForecastTaskOutput } from '@omarino/contracts'
import { DomainError, Failure, parseInstant } from '@omarino/energy'
import type { Forecast } from '@omarino/forecasting'
import { taskKind, uuidv7, VERSION } from '@omarino/platform'
import type { TaskKindHandler, TaskRun, ThreadPool } from '@omarino/platform'
import { appendEvent, getSeries, saveForecast } from '@omarino/store'
import type { ForecastRow, NewForecast, SeriesRow } from '@omarino/store'
import type { Pool, PoolClient } from 'pg'
import type { z } from 'zod'
import { columnsOf, scoresOf } from '../forecast-columns.ts'
import type { ForecastJob } from '../forecast-worker.ts'
import { readKnownHistory } from '../known-history.ts'
import { inputsSha256, requestOf } from '../plan-forecast.ts'

const MOST_NAMED = 100 // a task's output has 64 KiB

export interface ForecastPorts {
  readonly db: Pool
  readonly pool: ThreadPool
  readonly threads: number
}

/** Forecasts series as they were known at the issue time; all are stored in one transaction, or none. */
export const forecastTask = (ports: ForecastPorts): TaskKindHandler =>
  taskKind({
    kind: 'forecast',
    version: 1,
    input: ForecastTaskInput,
    async handle(input, run) {
      const issueMs = parseInstant(input.issueTime ?? run.scheduledFor) as number
      const keys = [...new Set(input.series)]
      const series = await Promise.all(keys.map((key) => getSeries(ports.db, key)))
      const made = await forecastAll(ports, input, series, issueMs, run)
      await run.commit(async (client) => {
        const output = outputOf(issueMs, await saveAll(client, made))
        await appendEvent(client, 'forecast.stored', null, output)
        return output
      })
    },
  })

/** Forecasts all series, as many at once as there are threads, and waits for all before it fails. */
async function forecastAll(
  ports: ForecastPorts,
  input: ForecastTaskInput,
  series: readonly SeriesRow[],
  issueMs: number,
  run: TaskRun,
): Promise<NewForecast[]> {
  const results = new Array<NewForecast | DomainError>(series.length)
  const queue = series.entries()
  let done = 0
  const work = async (): Promise<void> => {
    for (const [index, one] of queue) {
      results[index] = await forecastOne(ports, input, one, issueMs, run).catch(asResult)
      run.signal.throwIfAborted()
      done += 1
      await run.progress(done, series.length, one.key)
    }
  }
  await Promise.all(Array.from({ length: Math.min(ports.threads, series.length) }, work))
  return demandAll(results, series)
}

function asResult(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  throw error
}

/** @throws Failure of the first series without a forecast, naming it and how many there are */
function demandAll(results: readonly (NewForecast | DomainError)[], series: readonly SeriesRow[]): NewForecast[] {
  const failures = results.filter((result) => result instanceof DomainError)
  const [first] = failures
  if (!first) return results as NewForecast[]
  const { key } = series[results.indexOf(first)]
  const others = failures.length > 1 ? ` (${failures.length} of ${series.length} series have no forecast)` : ''
  throw new Failure(first.kind, first.code, `${key}: ${first.message}${others}`, first.pointer)
}

async function forecastOne(
  { db, pool }: ForecastPorts,
  input: ForecastTaskInput,
  series: SeriesRow,
  issueMs: number,
  run: TaskRun,
): Promise<NewForecast> {
  const { series: history, span } = await readKnownHistory(db, series, issueMs)
  const request = requestOf(input, series, history)
  const forecast = await pool.run<Forecast>({ history, request } satisfies ForecastJob, run.signal)
  return {
    id: uuidv7(), seriesId: series.id, model: forecast.model, issueMs, startMs: request.issueMs, stepMs: history.stepMs, levels: request.levels,
    flags: forecast.flags, choice: scoresOf(forecast), metrics: forecast.metrics, history: span, seed: request.seed, codeVersion: VERSION,
    inputsSha256: inputsSha256(history, request), runKey: `${run.key}/${series.key}`, taskRunId: run.id, source: series.source,
    ...columnsOf(forecast),
  } // prettier-ignore
}

async function saveAll(client: PoolClient, made: readonly NewForecast[]): Promise<ForecastRow[]> {
  const rows: ForecastRow[] = []
  for (const forecast of made) rows.push(await saveForecast(client, forecast))
  return rows
}

const outputOf = (issueMs: number, rows: readonly ForecastRow[]): ForecastTaskOutput => ({
  issueTime: new Date(issueMs).toISOString(),
  count: rows.length,
  warm: 0,
  forecasts: rows.slice(0, MOST_NAMED).map(({ series_key, id, model, metrics }) => {
    const { mae, skill, coverage80 } = metrics as z.infer<typeof ForecastMetrics>
    return { series: series_key, forecastId: id, model, mae, skill, coverage80 }
  }),
})

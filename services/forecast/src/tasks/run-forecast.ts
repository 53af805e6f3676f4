import { ForecastTaskInput } from '@omarino/contracts'
import type { ForecastMetrics, ForecastTaskOutput } from '@omarino/contracts'
import { DomainError, Failure, parseInstant } from '@omarino/energy'
import { taskKind } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import { appendEvent, saveForecasts } from '@omarino/store'
import type { ForecastRow, SeriesRow } from '@omarino/store'
import type { PoolClient } from 'pg'
import type { z } from 'zod'
import { isReplay, prepareSeries } from '../prepare-series.ts'
import { placeGroups } from '../reconcile-groups.ts'
import { forecastChunk } from './forecast-chunk.ts'
import type { ForecastPorts, MadeForecast } from './forecast-chunk.ts'
import { queueWatch } from './queue-watch.ts'
import { reconcileAll } from './reconcile-forecasts.ts'

const CHUNK = 32 // series that a thread computes at once
const SAVED_AT_ONCE = 100
const MOST_NAMED = 100 // a task's output has 64 KiB
const MOST_FAULTS = 50
const MOST_GROUPS = 50
const MOST_VALUES = 20_000_000 // numbers of all forecasts together: they wait in memory, 160 MB, for the one commit

/**
 * Forecasts series as they were known at the issue time; all forecasts are stored in one transaction, or none. Models that
 * had to be fitted are kept chunk by chunk, so that another attempt goes on from there.
 */
export const forecastTask = (ports: ForecastPorts): TaskKindHandler =>
  taskKind({
    kind: 'forecast',
    version: 1,
    input: ForecastTaskInput,
    async handle(input, run) {
      const issueMs = parseInstant(input.issueTime ?? run.scheduledFor) as number
      const { series, results: asMade } = await forecastAll(ports, input, issueMs, run)
      const { results, groups } = await reconcileAll(ports, input, series, asMade, run)
      const made = results.filter((result): result is MadeForecast => !(result instanceof DomainError))
      if (!input.partial || made.length === 0) demandAll(results, series)
      await run.commit(async (client) => {
        const output = { ...outputOf(issueMs, await saveAll(client, made), made, results, series), groups: groups.slice(0, MOST_GROUPS) } // prettier-ignore
        await appendEvent(client, 'forecast.stored', null, output)
        if (output.warm > 0 && !isReplay(issueMs, ports.now())) await queueWatch(client, series, issueMs)
        return output
      })
    },
  })

type Result = MadeForecast | DomainError

/** Forecasts all series, a chunk per thread at a time, and waits for all before it fails. */
async function forecastAll(
  ports: ForecastPorts,
  input: ForecastTaskInput,
  issueMs: number,
  run: TaskRun,
): Promise<{ series: readonly SeriesRow[]; results: Result[] }> {
  const preparation = await prepareSeries(ports.db, input, issueMs, ports.now())
  const { series } = preparation
  placeGroups(input.reconcile ?? [], series) // refused before anything is computed
  const size = Math.min(CHUNK, Math.ceil(series.length / ports.threads))
  const results = new Array<Result>(series.length)
  const starts = Array.from({ length: Math.ceil(series.length / size) }, (_, i) => i * size).values()
  let [done, values] = [0, 0]
  const work = async (): Promise<void> => {
    for (const start of starts) {
      const chunk = series.slice(start, start + size)
      for (const [i, result] of (await forecastChunk(ports, input, preparation, chunk, run)).entries()) {
        results[start + i] = result
        values += result instanceof DomainError ? 0 : valuesOf(result)
      }
      run.signal.throwIfAborted()
      if (values > MOST_VALUES) throw tooLarge(series.length)
      done += chunk.length
      await run.progress(done, series.length, chunk[chunk.length - 1].key)
    }
  }
  await Promise.all(Array.from({ length: ports.threads }, work))
  return { series, results }
}

const valuesOf = ({ forecast: { p50, quantiles, explanation }, replays }: MadeForecast): number =>
  p50.length * (4 + quantiles.length) + (explanation?.contributions.length ?? 0) + 2 * (replays?.point.length ?? 0)

function tooLarge(series: number): Failure {
  const sentence = `the forecasts of ${series} series hold more than ${MOST_VALUES} numbers; ask for fewer series, levels or steps at once`
  return new Failure('invalid', 'BATCH_TOO_LARGE', sentence, '/series')
}

/** @throws Failure of the first series without a forecast, naming it and how many there are */
function demandAll(results: readonly Result[], series: readonly SeriesRow[]): void {
  const failures = results.filter((result) => result instanceof DomainError)
  const [first] = failures
  if (!first) return
  const { key } = series[results.indexOf(first)]
  const others = failures.length > 1 ? ` (${failures.length} of ${series.length} series have no forecast)` : ''
  throw new Failure(first.kind, first.code, `${key}: ${first.message}${others}`, first.pointer)
}

async function saveAll(client: PoolClient, made: readonly MadeForecast[]): Promise<ForecastRow[]> {
  const rows: ForecastRow[] = []
  for (let at = 0; at < made.length; at += SAVED_AT_ONCE) {
    const some = made.slice(at, at + SAVED_AT_ONCE).map(({ forecast }) => forecast)
    rows.push(...(await saveForecasts(client, some)))
  }
  return rows
}

function outputOf(
  issueMs: number,
  rows: readonly ForecastRow[],
  made: readonly MadeForecast[],
  results: readonly Result[],
  series: readonly SeriesRow[],
): Omit<ForecastTaskOutput, 'groups'> {
  const failures = results.flatMap((result, i) =>
    result instanceof DomainError ? [{ series: series[i].key, code: result.code, message: result.message }] : [],
  )
  return {
    issueTime: new Date(issueMs).toISOString(),
    count: rows.length,
    warm: made.filter(({ warm }) => warm).length,
    failed: failures.length,
    failures: failures.slice(0, MOST_FAULTS),
    forecasts: rows.slice(0, MOST_NAMED).map(({ series_key: key, id, model, metrics }) => {
      const { mae, skill, coverage80 } = metrics as z.infer<typeof ForecastMetrics>
      return { series: key, forecastId: id, model, mae, skill, coverage80 }
    }),
  }
}

import type { ForecastOptions } from '@omarino/contracts'
import { DomainError } from '@omarino/energy'
import type { RegularSeries } from '@omarino/energy'
import type { SeriesCovariates, SeriesForecastRequest } from '@omarino/forecasting'
import { getSeriesOf, readPointColumns } from '@omarino/store'
import type { SeriesRange, SeriesRow } from '@omarino/store'
import type { Pool } from 'pg'
import { covariateReader } from './known-covariates.ts'
import type { CovariateReader, KnownCovariates } from './known-covariates.ts'
import { historyFrom, historyRange, knownHistory } from './known-history.ts'
import { questionOf, questionSha256, requestOf } from './plan-forecast.ts'
import type { Asked, Question } from './plan-forecast.ts'
import { assertOptions, covariateKeys, optionsOf } from './series-options.ts'

const LATE_MS = 3_600_000

/** An issue that lies an hour or more in the past: what was stored since cannot be told apart from what was known. */
export const isReplay = (issueMs: number, nowMs: number): boolean => nowMs - issueMs > LATE_MS

/** All that a forecast or a training of one series starts from. */
export interface PreparedSeries {
  readonly series: SeriesRow
  /** From the first known value that any version may have been fitted on. */
  readonly history: RegularSeries
  readonly covariates: KnownCovariates
  readonly request: SeriesForecastRequest
  readonly question: Question
  readonly questionSha256: string
}

export interface SeriesPreparation {
  readonly issueMs: number
  readonly series: readonly SeriesRow[]
  /** Prepares a chunk of the series; the fault of one stands in its place. */
  prepare(chunk: readonly SeriesRow[]): Promise<(PreparedSeries | DomainError)[]>
}

/** @throws Failure `NO_SUCH_SERIES`, `MODEL_UNKNOWN`, `SERIES_UNKNOWN` */
export async function prepareSeries(
  db: Pool,
  input: Asked & ForecastOptions & { readonly series: readonly string[] },
  issueMs: number,
  nowMs: number,
): Promise<SeriesPreparation> {
  assertOptions(input, input.series)
  const series = await getSeriesOf(db, [...new Set(input.series)])
  const covariates = await getSeriesOf(db, covariateKeys(input))
  const byKey = new Map(covariates.map((row) => [row.key, row]))
  const reader = covariateReader(db, byKey, issueMs, isReplay(issueMs, nowMs))
  return { issueMs, series, prepare: (chunk) => prepareChunk(db, input, chunk, reader, issueMs) }
}

const asFault = (error: unknown): DomainError => {
  if (error instanceof DomainError) return error
  throw error
}

async function prepareChunk(
  db: Pool,
  input: Asked & ForecastOptions,
  chunk: readonly SeriesRow[],
  reader: CovariateReader,
  issueMs: number,
): Promise<(PreparedSeries | DomainError)[]> {
  const ranges = chunk.map((series) => attempt(() => historyRange(series, issueMs)))
  const askable = ranges.filter((range): range is SeriesRange => !(range instanceof DomainError))
  const points = await readPointColumns(db, askable)
  return Promise.all(
    chunk.map(async (series, i) => {
      const range = ranges[i]
      if (range instanceof DomainError) return range
      const history = attempt(() => knownHistory(series, points[askable.indexOf(range)], issueMs))
      if (history instanceof DomainError) return history
      return prepareOne(input, series, history, reader).catch(asFault)
    }),
  )
}

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work()
  } catch (error) {
    return asFault(error)
  }
}

async function prepareOne(
  input: Asked & ForecastOptions,
  series: SeriesRow,
  history: RegularSeries,
  reader: CovariateReader,
): Promise<PreparedSeries> {
  const options = optionsOf(input, series.key)
  const request = requestOf(input, options, series, history)
  const { startMs, stepMs, values } = history
  const grid = { startMs, stepMs, steps: values.length + request.horizonSteps, pastSteps: values.length }
  const covariates = await reader.read(options.covariates, grid)
  const question = questionOf(input, options, covariates.used, series)
  return { series, history, covariates, request, question, questionSha256: questionSha256(question) }
}

/** History and covariates from an instant on, on one grid. */
export function cutAt(
  { history, covariates }: Pick<PreparedSeries, 'history' | 'covariates'>,
  fromMs: number,
): { history: RegularSeries; covariates: SeriesCovariates } {
  const later = historyFrom(history, fromMs)
  const skipped = history.values.length - later.values.length
  const cut = (columns: SeriesCovariates['known']): SeriesCovariates['known'] =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(skipped)]))
  return {
    history: later,
    covariates: { known: cut(covariates.columns.known), observed: cut(covariates.columns.observed) },
  }
}

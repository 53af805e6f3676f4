import type { Forecast, ForecastTaskInput } from '@omarino/contracts'
import { DomainError, Failure } from '@omarino/energy'
import type { RegularSeries } from '@omarino/energy'
import type { Anomaly, Replays, SeriesCovariates } from '@omarino/forecasting'
import { uuidv7, VERSION } from '@omarino/platform'
import type { TaskRun, ThreadPool } from '@omarino/platform'
import { usableModels } from '@omarino/store'
import type { NewForecast, SeriesRow, UsableModel } from '@omarino/store'
import type { Pool, PoolClient } from 'pg'
import type { ForecastItem, ForecastReply } from '../compute-forecasts.ts'
import type { FittedStates } from '../fitted-states.ts'
import { columnsOf, explanationOf, scoresOf } from '../forecast-columns.ts'
import type { ThreadJob } from '../forecast-worker.ts'
import { fittingHistory, OLDEST_MODEL_MS, spanOf } from '../known-history.ts'
import { inputsSha256, isWatched } from '../plan-forecast.ts'
import { cutAt } from '../prepare-series.ts'
import type { PreparedSeries, SeriesPreparation } from '../prepare-series.ts'
import { registerFitted } from '../register-model.ts'

const MOST_EXPLAINED = 100 // an explanation takes more room than the forecast

export interface ForecastPorts {
  readonly db: Pool
  readonly pool: ThreadPool
  readonly threads: number
  readonly states: FittedStates
  readonly now: () => number
  /** Names the code that fits; a state of other code is not used. */
  readonly code: string
}

/** A forecast to be stored; `warm` when no model had to be fitted. */
export interface MadeForecast {
  readonly forecast: NewForecast
  readonly warm: boolean
  /** What its model said at past issues; null unless the series is to be reconciled. */
  readonly replays: Replays | null
  /** Of its values. */
  readonly bounds: { readonly lowest: number; readonly highest: number }
}

/** One series on its way: what it is forecast from, and the version that does it, if there is one. */
interface Work {
  readonly prepared: PreparedSeries
  readonly history: RegularSeries
  readonly covariates: SeriesCovariates
  readonly model: UsableModel | undefined
}

/** Forecasts a chunk of series in one thread; models that had to be fitted are kept at once, forecasts are not. */
export async function forecastChunk(
  ports: ForecastPorts,
  input: ForecastTaskInput,
  preparation: SeriesPreparation,
  chunk: readonly SeriesRow[],
  run: TaskRun,
): Promise<(MadeForecast | DomainError)[]> {
  const prepared = await preparation.prepare(chunk)
  const works = await addModels(ports, prepared.filter((one): one is PreparedSeries => !(one instanceof DomainError))) // prettier-ignore
  const explain = input.explain ?? preparation.series.length <= MOST_EXPLAINED
  const replayed = new Set(input.reconcile?.flatMap(({ total, parts }) => [total, ...parts]))
  const replies = await compute(ports, works, { explain, replayed }, run)
  const ids = await keepFitted(ports, works, replies, run)
  let at = 0
  return prepared.map((one) => {
    if (one instanceof DomainError) return one
    const [work, reply, modelId] = [works[at], replies[at], ids[at]]
    at += 1
    if ('fault' in reply) return new Failure(reply.fault.kind, reply.fault.code, reply.fault.message)
    return {
      forecast: toStore(preparation.issueMs, input.seed, work, reply, modelId, run),
      warm: reply.fitted === null,
      replays: reply.replays,
      bounds: boundsOf(work.prepared),
    }
  })
}

const boundsOf = ({ request: { nonNegative, capacity } }: PreparedSeries) => ({
  lowest: nonNegative ? 0 : -Infinity,
  highest: capacity ?? Infinity,
})

async function addModels({ db, code }: ForecastPorts, prepared: readonly PreparedSeries[]): Promise<Work[]> {
  const asked = prepared.map(({ series, questionSha256, request }) => ({ seriesId: series.id, requestSha256: questionSha256, issueMs: request.issueMs })) // prettier-ignore
  const models = new Map((await usableModels(db, asked, code, OLDEST_MODEL_MS)).map((model) => [model.place, model]))
  return prepared.map((one, place) => {
    const model = models.get(place)
    const fromMs = model ? model.trained_from.getTime() : fittingHistory(one.history).startMs
    return { prepared: one, model, ...cutAt(one, fromMs) }
  })
}

async function compute(
  { pool, states }: ForecastPorts,
  works: readonly Work[],
  { explain, replayed }: { readonly explain: boolean; readonly replayed: ReadonlySet<string> },
  run: TaskRun,
): Promise<ForecastReply[]> {
  if (works.length === 0) return []
  const known = await states.get(works.flatMap(({ model }) => (model ? [model.id] : [])))
  const items = works.map(({ prepared, history, covariates, model }): ForecastItem => ({
    history, covariates, request: { ...prepared.request, ...(explain && { explain }) }, state: (model && known.get(model.id)) ?? null,
    watched: isWatched(prepared.series.unit),
    replays: replayed.has(prepared.series.key) || replayed.has(prepared.series.uuid),
  })) // prettier-ignore
  const ask = (chunk: readonly ForecastItem[]): Promise<ForecastReply[]> =>
    chunk.length === 0
      ? Promise.resolve([])
      : pool.run<ForecastReply[]>({ kind: 'forecast', chunk } satisfies ThreadJob, run.signal)
  const replies = new Map<ForecastItem, ForecastReply>()
  const warm = items.filter(({ state }) => state)
  for (const [i, reply] of (await ask(warm)).entries()) replies.set(warm[i], reply)
  // Fitting takes long: one at a time, so that a thread is soon free for what somebody waits for.
  for (const item of items.filter(({ state }) => !state)) replies.set(item, (await ask([item]))[0])
  return items.map((item) => replies.get(item) as ForecastReply)
}

/** Ids of the versions that made the forecasts. What was fitted is kept: another attempt need not fit it again. */
async function keepFitted(
  { states, code }: ForecastPorts,
  works: readonly Work[],
  replies: readonly ForecastReply[],
  run: TaskRun,
): Promise<(string | null)[]> {
  const ids = works.map(({ model }) => model?.id ?? null)
  const fresh = replies.flatMap((reply, i) => ('forecast' in reply && reply.fitted ? [i] : []))
  if (fresh.length === 0) return ids
  await run.step(async (client) => {
    for (const i of [...fresh].sort((a, b) => works[a].prepared.series.id - works[b].prepared.series.id)) {
      ids[i] = (await keepOne(client, works[i], replies[i], code, run)).id
    }
    return {}
  })
  for (const i of fresh) {
    const reply = replies[i]
    if ('forecast' in reply && reply.fitted) states.put(ids[i] as string, reply.fitted.state)
  }
  return ids
}

function keepOne(
  client: PoolClient,
  { prepared, history, covariates }: Work,
  reply: ForecastReply,
  code: string,
  run: TaskRun,
) {
  if (!('forecast' in reply) || !reply.fitted) throw new Error('nothing was fitted')
  const { fitted, forecast } = reply
  const { series, question, questionSha256, request } = prepared
  return registerFitted(client, {
    id: uuidv7(), seriesId: series.id, name: fitted.name, state: fitted.state, request: question, requestSha256: questionSha256,
    parameters: { members: fitted.members }, scores: { candidates: scoresOf(forecast), metrics: forecast.metrics }, trainedFromMs: fitted.trainedFromMs,
    trainedToMs: fitted.trainedToMs, trainedPoints: spanOf(history).points, inputsSha256: inputsSha256(history, request, covariates), seed: request.seed,
    codeVersion: code, taskRunId: run.id,
  }) // prettier-ignore
}

type Computed = Extract<ForecastReply, { forecast: unknown }>

function toStore(
  issueMs: number,
  seed: number,
  { prepared, history, covariates }: Work,
  { forecast, anomalies, similarDays }: Computed,
  modelId: string | null,
  run: TaskRun,
): NewForecast {
  const { series, request, question } = prepared
  return {
    id: uuidv7(), seriesId: series.id, model: forecast.model, issueMs, startMs: request.issueMs, stepMs: history.stepMs, levels: request.levels,
    flags: [...forecast.flags, ...new Set(anomalies.map(({ kind }) => kind)), ...prepared.covariates.flags], anomalies: toStored(anomalies), choice: scoresOf(forecast), metrics: forecast.metrics, history: spanOf(history), seed,
    codeVersion: VERSION, inputsSha256: inputsSha256(history, request, covariates, modelId ?? ''), runKey: `${run.key}/${series.key}`,
    taskRunId: run.id, source: series.source, modelId, request: question, covariates: prepared.covariates.sources,
    explanation: explanationOf(forecast), similarDays, ...columnsOf(forecast),
  } // prettier-ignore
}

const toStored = (anomalies: readonly Anomaly[]): Forecast['anomalies'] =>
  anomalies.map(({ kind, fromMs, toMs }) => ({ kind, from: isoOf(fromMs), to: toMs === null ? null : isoOf(toMs) }))

const isoOf = (ms: number): string => new Date(ms).toISOString()

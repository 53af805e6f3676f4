import { TrainTaskInput } from '@omarino/contracts'
import type { TrainReason, TrainTaskOutput } from '@omarino/contracts'
import { DomainError, Failure, parseInstant } from '@omarino/energy'
import { taskKind, uuidv7 } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import { activeModel, appendEvent, getModel } from '@omarino/store'
import type { SeriesRow } from '@omarino/store'
import type { PoolClient } from 'pg'
import type { TrainingReply } from '../compute-training.ts'
import type { ThreadJob } from '../forecast-worker.ts'
import { fittingHistory, historyFrom, spanOf } from '../known-history.ts'
import { inputsSha256, isWatched } from '../plan-forecast.ts'
import { cutAt, prepareSeries } from '../prepare-series.ts'
import type { PreparedSeries, SeriesPreparation } from '../prepare-series.ts'
import { better, trained } from '../model-reasons.ts'
import { promoteModel, registerCandidate } from '../register-model.ts'
import type { ForecastPorts } from './forecast-chunk.ts'

const MOST_NAMED = 100 // a task's output has 64 KiB
const MOST_FAULTS = 50

/** Trains a new version for each series; one that is proven better than the version that serves takes its place. */
export const trainTask = (ports: ForecastPorts): TaskKindHandler =>
  taskKind({
    kind: 'train',
    version: 1,
    input: TrainTaskInput,
    async handle(input, run) {
      const atMs = parseInstant(input.at ?? run.scheduledFor) as number
      const preparation = await prepareSeries(ports.db, input, atMs, ports.now())
      const done = await trainAll(ports, preparation, input.reason, run)
      const [first] = done.failures
      if (first && done.models.length === 0)
        throw new Failure('invalid', first.code, `${first.series}: ${first.message}`)
      await run.commit(async (): Promise<TrainTaskOutput> => ({
        trained: done.models.length,
        promoted: done.models.filter(({ status }) => status === 'active').length,
        failed: done.failures.length,
        failures: done.failures.slice(0, MOST_FAULTS),
        models: done.models.slice(0, MOST_NAMED),
      })) // prettier-ignore
    },
  })

type Done = Pick<TrainTaskOutput, 'models' | 'failures'>

/** As many series at once as there are threads; what they gave is kept together, and another attempt goes on after it. */
async function trainAll(
  ports: ForecastPorts,
  preparation: SeriesPreparation,
  reason: TrainReason,
  run: TaskRun,
): Promise<Done> {
  const { series } = preparation
  const before = run.checkpoint as Done | null
  const done: { models: Done['models']; failures: Done['failures'] } = { models: [...(before?.models ?? [])], failures: [...(before?.failures ?? [])] } // prettier-ignore
  for (let at = done.models.length + done.failures.length; at < series.length; at += ports.threads) {
    const chunk = series.slice(at, at + ports.threads)
    const prepared = await preparation.prepare(chunk)
    const replies = await Promise.all(
      prepared.map(async (one) => (one instanceof DomainError ? one : trainOne(ports, one, run))),
    )
    await run.step(async (client) => {
      const [models, failures] = [[...done.models], [...done.failures]]
      for (const [i, reply] of replies.entries()) {
        const one = prepared[i]
        if (one instanceof DomainError || reply instanceof DomainError)
          failures.push(failureOf(chunk[i], reply as DomainError))
        else models.push(await keep(client, one, reply, { why: reason, code: ports.code }, run))
      }
      Object.assign(done, { models, failures })
      return done
    })
    for (const { modelId, status } of done.models.slice(-chunk.length))
      if (status === 'active') run.log.info({ modelId }, 'a model version serves')
    await run.progress(Math.min(at + chunk.length, series.length), series.length, chunk[chunk.length - 1].key)
  }
  return done
}

const failureOf = ({ key }: SeriesRow, { code, message }: DomainError) => ({ series: key, code, message })

async function trainOne(
  { db, pool, states, code }: ForecastPorts,
  prepared: PreparedSeries,
  run: TaskRun,
): Promise<TrainingReply | DomainError> {
  const { series, questionSha256, request } = prepared
  const active = await activeModel(db, series.id, questionSha256)
  const state = active && active.code_version === code ? (await states.get([active.id])).get(active.id) : undefined
  const { history, covariates } = cutAt(
    prepared,
    Math.min(trainedFrom(active), fittingHistory(prepared.history).startMs),
  )
  const job: ThreadJob = {
    kind: 'train',
    item: { history, covariates, request, active: state ?? null, watched: isWatched(series.unit) },
  }
  return pool.run<TrainingReply>(job, run.signal).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === 'invalid') return error
    throw error
  })
}

const trainedFrom = (active: { trained_from: Date } | undefined): number => active?.trained_from.getTime() ?? Infinity

async function keep(
  client: PoolClient,
  prepared: PreparedSeries,
  { fitted, scores, comparison, reason: compared }: TrainingReply,
  { why, code }: { why: TrainReason; code: string },
  run: TaskRun,
): Promise<Done['models'][number]> {
  const { series, question, questionSha256, request } = prepared
  const { history, covariates } = cutAt(prepared, fitted.trainedFromMs)
  const { choice, metrics } = scores
  const kept = await registerCandidate(client, {
    id: uuidv7(), seriesId: series.id, name: fitted.name, state: fitted.state, request: question, requestSha256: questionSha256,
    parameters: { members: fitted.members }, scores: { candidates: choice.scores.map((one) => ({ ...one, chosen: one.model === choice.model })), metrics, comparison },
    trainedFromMs: fitted.trainedFromMs, trainedToMs: fitted.trainedToMs, trainedPoints: spanOf(historyFrom(history, fitted.trainedFromMs)).points,
    inputsSha256: inputsSha256(history, request, covariates), seed: request.seed, codeVersion: code, taskRunId: run.id,
  }, trained(why, compared)) // prettier-ignore
  if (comparison?.better) await promoteModel(client, await getModel(client, kept.id), better(compared))
  const { name, version, status } = await getModel(client, kept.id)
  const told = { series: series.key, modelId: kept.id, name, version, status }
  await appendEvent(client, 'model.changed', null, told)
  return told
}

import { WatchTaskInput } from '@omarino/contracts'
import type { TrainReason, TrainTaskInput, WatchTaskOutput } from '@omarino/contracts'
import { fixedStepMs, parseCalendarStep, parseInstant } from '@omarino/energy'
import { taskKind, uuidv7 } from '@omarino/platform'
import type { TaskKindHandler } from '@omarino/platform'
import {
  addDrift,
  allowTime,
  appendEvent,
  dataVersion,
  getSeriesOf,
  latestForecasts,
  newestModels,
  readPointColumns,
  readPolicies,
  submitTask,
} from '@omarino/store'
import type { NewestModel, PolicyRow, SeriesRow } from '@omarino/store'
import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { findDrift, WATCHED_DAYS } from '../find-drift.ts'
import type { Alarm } from '../find-drift.ts'
import { trustedValues } from '../known-history.ts'
import { naiveLookup } from '../naive-lookup.ts'
import type { Question } from '../plan-forecast.ts'
import { jobTimeMs } from '../submit-job.ts'
import type { ForecastPorts } from './forecast-chunk.ts'

const DAY_MS = 86_400_000
const NAIVE_DAYS = 3
const DRIFT_REST_MS = 3 * DAY_MS // a version that was trained since the drift began deserves some days
const MOST_TOGETHER = 500 // series of one training job
const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 }

/** Looks at the latest forecasts of series for drift, raises alarms, and queues the trainings that their policies want. */
export const watchTask = ({ db }: ForecastPorts): TaskKindHandler =>
  taskKind({
    kind: 'watch',
    version: 1,
    input: WatchTaskInput,
    async handle(input, run) {
      const atMs = parseInstant(input.at) as number
      const series = await getSeriesOf(db, [...new Set(input.series)])
      const policies = await readPolicies(db, series.map(({ id }) => id)) // prettier-ignore
      const seen: Seen[] = []
      for (const [i, one] of series.entries()) {
        run.signal.throwIfAborted()
        seen.push(await look(db, one, policies[i], atMs))
        if ((i + 1) % 50 === 0) await run.progress(i + 1, series.length, one.key)
      }
      await run.commit(async (client): Promise<WatchTaskOutput> => {
        const trainings = await queueTrainings(client, seen, input.at)
        let drifts = 0
        for (const one of seen) drifts += await raise(client, one, atMs, trainings.get(one.series.key) ?? null)
        return { watched: series.length, drifts, trainings: new Set(trainings.values()).size }
      })
    },
  })

interface Seen {
  readonly series: SeriesRow
  readonly alarms: readonly Alarm[]
  readonly wanted: readonly { readonly question: Question; readonly reason: TrainReason }[]
}

async function look(db: Pool, series: SeriesRow, policy: PolicyRow, atMs: number): Promise<Seen> {
  const alarms = await alarmsOf(db, series, atMs)
  const wanted: { question: Question; reason: TrainReason }[] = []
  for (const model of await newestModels(db, [series.id])) {
    const reason = await whyTrain(db, model, policy, alarms, atMs)
    if (reason) wanted.push({ question: model.request as Question, reason })
  }
  return { series, alarms, wanted }
}

async function alarmsOf(db: Pool, series: SeriesRow, atMs: number): Promise<Alarm[]> {
  const { step_ms: stepMs, zone } = series
  if (stepMs === null) return []
  const fromMs = atMs - WATCHED_DAYS * DAY_MS
  const latest = await latestForecasts(db, series.id, { fromMs, toMs: atMs })
  if (latest.timesMs.length === 0) return []
  // What has not ended by then is not known then.
  const range = { seriesId: series.id, fromMs: fromMs - NAIVE_DAYS * DAY_MS, toMs: atMs - stepMs + 1 }
  const [points] = await readPointColumns(db, [range])
  return findDrift(latest, naiveLookup(points.timesMs, trustedValues(points), stepMs, zone), stepMs, zone, atMs)
}

/** A changed meter is a matter for a person: nothing is trained on what it says. */
async function whyTrain(
  db: Pool,
  model: NewestModel,
  policy: PolicyRow,
  alarms: readonly Alarm[],
  atMs: number,
): Promise<TrainReason | undefined> {
  const trainedMs = model.trained_to.getTime()
  if (alarms.some(({ kind }) => kind === 'meter-changed')) return undefined
  if (policy.on_drift && alarms.length > 0 && trainedMs <= atMs - DRIFT_REST_MS) return 'drift'
  if (policy.every !== null && trainedMs + durationMs(policy.every) <= atMs) return 'schedule'
  if (!policy.on_correction) return undefined
  const now = await dataVersion(db, {
    seriesId: model.series_id,
    fromMs: model.trained_from.getTime(),
    toMs: trainedMs,
  })
  return now === model.data_version ? undefined : 'correction'
}

/** Months and years are told by their mean: the day does not matter. */
function durationMs(text: string): number {
  const step = parseCalendarStep(text)
  if (!step) return Infinity
  return fixedStepMs(step) ?? step.count * UNIT_DAYS[step.unit] * DAY_MS
}

/** One job for all series that ask the same for the same reason; the task of each series. */
async function queueTrainings(client: PoolClient, seen: readonly Seen[], at: string): Promise<Map<string, string>> {
  const groups = new Map<string, { question: Question; reason: TrainReason; keys: string[] }>()
  for (const { series, wanted } of seen) {
    for (const { question, reason } of wanted) {
      const name = JSON.stringify([reason, Object.entries(question).sort()])
      const group = groups.get(name) ?? { question, reason, keys: [] }
      groups.set(name, group)
      group.keys.push(series.key)
    }
  }
  const tasks = new Map<string, string>()
  for (const { question, reason, keys } of groups.values()) {
    for (let from = 0; from < keys.length; from += MOST_TOGETHER) {
      const some = keys.slice(from, from + MOST_TOGETHER)
      const taskRunId = await queueTraining(client, trainingOf(question, reason, some, at))
      for (const key of some) tasks.set(key, taskRunId)
    }
  }
  return tasks
}

function trainingOf(
  { capacity, nonNegative, location, ...asked }: Question,
  reason: TrainReason,
  series: string[],
  at: string,
): TrainTaskInput {
  const { horizon, levels, country, seed, model, covariates } = asked
  return {
    series, at, reason, horizon, levels, seed, model, covariates, ...(country !== undefined && { country }), ...(capacity !== null && { capacity }),
    ...(nonNegative !== null && { nonNegative }), ...(location && { location }),
  } // prettier-ignore
}

async function queueTraining(client: PoolClient, input: TrainTaskInput): Promise<string> {
  const day = input.at?.slice(0, 10) ?? ''
  const hash = createHash('sha256').update(JSON.stringify({ ...input, at: day })).digest('hex') // prettier-ignore
  const { taskRunId, created } = await submitTask(client, {
    runId: uuidv7(), taskRunId: uuidv7(), kind: 'train', queue: 'forecast', input, idempotencyKey: `train:watch:${hash}`, principal: 'system', priority: -1,
  }) // prettier-ignore
  if (created) await allowTime(client, taskRunId, jobTimeMs(input.series.length))
  return taskRunId
}

/** How many alarms are new. */
async function raise(
  client: PoolClient,
  { series, alarms }: Seen,
  atMs: number,
  trainTaskRunId: string | null,
): Promise<number> {
  let raised = 0
  for (const { kind, value, limit, message } of alarms) {
    const isNew = await addDrift(client, {
      id: uuidv7(),
      seriesId: series.id,
      kind,
      atMs,
      value,
      limit,
      message,
      trainTaskRunId,
    })
    if (!isNew) continue
    raised += 1
    await appendEvent(client, 'forecast.drift', null, {
      series: series.key,
      kind,
      at: new Date(atMs).toISOString(),
      message,
    })
  }
  return raised
}

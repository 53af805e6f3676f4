import type {
  Dag,
  ForecastTaskOutput,
  ImportTaskOutput,
  JobAccepted,
  OptimizeTaskOutput,
  ReportTaskOutput,
  RunDetail,
  RunSummary,
  TaskRun,
} from '@omarino/contracts'
import { addDays, Failure, localDate, startOfDate } from '@omarino/energy'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Api } from '../system/api.ts'
import { followImport, followRun } from '../system/follow.ts'
import { dayAheadDag } from './day-ahead-dag.ts'
import { createSite } from './site-file.ts'
import type { SiteFile } from './site-file.ts'
import type { WebhookListener } from './webhook-listener.ts'

export interface Step {
  readonly name: string
  readonly seconds: number
  readonly rows: number | null
}

export interface JobOptions {
  readonly api: Api
  readonly inbox: string
  readonly site: SiteFile
  readonly historyCsv: string
  readonly newestCsv: string
  /** Name of the newest file inside the inbox. */
  readonly newestName: string
  readonly issueTime: string
  readonly listener: WebhookListener
  /** Whether a forecast of the day before is made first, for the report to compare; default yes. */
  readonly forecastYesterday?: boolean
  readonly say: (line: string) => void
}

export interface JobResult {
  readonly steps: readonly Step[]
  /** Seconds of the workflow's run alone, from its start to the webhook. */
  readonly jobSeconds: number
  readonly forecasts: ForecastTaskOutput['forecasts']
  readonly plan: OptimizeTaskOutput
  readonly report: ReportTaskOutput
}

const seconds = (fromMs: number): number => Math.round(performance.now() - fromMs) / 1000

/** Sets the site up, loads its history, then runs the workflow on the newest file and waits for its webhook. */
export async function runMainJob(options: JobOptions): Promise<JobResult> {
  const { api, site, say } = options
  const steps: Step[] = []
  const timed = async <T>(name: string, work: () => Promise<T>, rows: (result: T) => number | null): Promise<T> => {
    const started = performance.now()
    const result = await work()
    const step = { name, seconds: seconds(started), rows: rows(result) }
    steps.push(step)
    say(`${step.name} ${step.seconds.toFixed(1)} s${step.rows === null ? '' : `, ${step.rows} rows`}`)
    return result
  }
  await timed(
    'site',
    () => createSite(api, site),
    () => null,
  )
  await timed(
    'history',
    () => loadHistory(api, options.historyCsv),
    (job) => job.accepted,
  )
  if (options.forecastYesterday !== false)
    await timed(
      'forecast of the day before',
      () => forecastDayBefore(options),
      () => null,
    )
  const run = await runWorkflow(options)
  for (const task of run.tasks) steps.push(stepOf(task, say))
  if (run.state !== 'succeeded') throw failed(run)
  const output = <T>(key: string): T => run.tasks.find((task) => task.key === key)?.output as T
  await demandWebhook(options.listener)
  return {
    steps, jobSeconds: (Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt ?? '')) / 1000,
    forecasts: output<ForecastTaskOutput>('forecast').forecasts, plan: output<OptimizeTaskOutput>('optimize'), report: output<ReportTaskOutput>('report'),
  } // prettier-ignore
}

async function loadHistory(api: Api, csv: string) {
  const { id } = await api.upload<JobAccepted>(
    '/timeseries/imports?name=history.csv&source=demo',
    Buffer.from(csv),
    'text/csv',
  )
  const job = await followImport(api, id)
  if (job.state !== 'succeeded' || job.rejected > 0)
    throw new Failure(
      'invalid',
      'HISTORY',
      `the history was not imported whole: ${job.error?.message ?? `${job.rejected} rows rejected`}`,
    )
  return job
}

/** A forecast as it would have been made a day earlier: the report compares it with what then happened. */
async function forecastDayBefore({ api, site, issueTime }: JobOptions): Promise<void> {
  const zone = site.site.zone
  const yesterday = startOfDate(zone, addDays(localDate(zone, new Date(issueTime).getTime() - 1), -1))
  const body = {
    series: site.forecast,
    horizon: 'PT36H',
    issueTime: new Date(yesterday).toISOString(),
    ...(site.site.country ? { country: site.site.country } : {}),
  }
  const job = await api.post<JobAccepted>('/forecast/forecasts', body)
  const run = await followRun(api, job.runId, () => undefined)
  if (run.state !== 'succeeded') throw failed(run)
}

async function runWorkflow(options: JobOptions): Promise<RunDetail> {
  const { api, site, newestName, newestCsv, inbox, listener } = options
  const file = path.join(inbox, newestName)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, newestCsv)
  const key = `${site.site.key}-day-ahead`
  const dag = dayAheadDag({
    key, name: `Day-ahead plan of ${site.site.name}`, site: site.site.key, zone: site.site.zone, country: site.site.country, file: newestName,
    series: site.forecast, webhookUrl: listener.url,
  }) // prettier-ignore
  await putDag(api, key, dag)
  const { id } = await api.post<RunSummary>(`/scheduler/dags/${key}/runs`, { scheduledFor: options.issueTime })
  return followRun(api, id, () => undefined)
}

/** Creates the workflow, or gives it a new version when it is there with another content. */
async function putDag(api: Api, key: string, dag: ReturnType<typeof dayAheadDag>): Promise<Dag> {
  try {
    return await api.post<Dag>('/scheduler/dags', dag)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'DAG_EXISTS') throw error
    return api.put<Dag>(`/scheduler/dags/${key}`, dag)
  }
}

function stepOf(task: TaskRun, say: (line: string) => void): Step {
  const took = task.startedAt && task.finishedAt ? (Date.parse(task.finishedAt) - Date.parse(task.startedAt)) / 1000 : 0
  const rows = task.kind === 'import' ? ((task.output as ImportTaskOutput | null)?.accepted ?? null) : null
  say(
    `${task.key} ${took.toFixed(1)} s${rows === null ? '' : `, ${rows} rows`}${task.state === 'succeeded' ? '' : ` (${task.state})`}`,
  )
  return { name: task.key, seconds: took, rows }
}

function failed(run: RunDetail): Failure {
  const task = run.tasks.find(({ state }) => state === 'failed' || state === 'quarantined')
  return new Failure(
    'invalid',
    task?.error?.code ?? 'RUN_FAILED',
    `the run ${run.state}: ${task ? `task ${task.key}: ${task.error?.message ?? 'no reason was given'}` : 'no task failed'}`,
  )
}

async function demandWebhook(listener: WebhookListener): Promise<void> {
  const last = listener.received.at(-1)
  if (!last?.valid) throw new Failure('invalid', 'WEBHOOK_MISSING', 'the webhook did not arrive with a valid signature')
}

import { z } from 'zod'
import { Id, Instant, Name, pageOf, Slug, Zone } from './scalars.ts'

export const TASK_KINDS = ['import', 'forecast', 'optimize', 'publish', 'replay', 'report', 'webhook'] as const
export const TaskKind = z.enum(TASK_KINDS)
export type TaskKind = z.infer<typeof TaskKind>

/** One unit of work. `input` may read what ran before: `{{ tasks.forecast.output.issueTime }}`, `{{ params.site }}`, `{{ run.scheduledFor }}`. */
export const TaskSpec = z.strictObject({
  key: Slug,
  kind: TaskKind,
  needs: z.array(Slug).max(50).default([]),
  input: z.record(z.string(), z.json()).default({}),
  retry: z
    .strictObject({
      attempts: z.number().int().min(1).max(10).default(3),
      baseSeconds: z.number().min(0).max(3600).default(60),
    })
    .optional(),
  timeoutSeconds: z.number().int().min(1).max(86_400).default(600),
})
export type TaskSpec = z.infer<typeof TaskSpec>

export const CronTrigger = z.strictObject({
  kind: z.literal('cron'),
  cron: z.string().min(1).max(100),
  zone: Zone,
  misfire: z.enum(['skip', 'fire_once']).default('fire_once'),
})
export type CronTrigger = z.infer<typeof CronTrigger>

/** A workflow as an operator writes it. */
export const DagSpec = z
  .strictObject({
    key: Slug,
    name: Name,
    triggers: z.array(CronTrigger).max(20).default([]),
    params: z.record(z.string().max(64), z.json()).default({}),
    maxActiveRuns: z.number().int().min(1).max(20).default(1),
    tasks: z.array(TaskSpec).min(1).max(200),
    source: z.string().max(40).optional(),
  })
  .meta({ id: 'DagSpec' })
export type DagSpec = z.infer<typeof DagSpec>

export const RunState = z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled'])
export const TaskState = z.enum([
  'waiting',
  'ready',
  'running',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'quarantined',
])
export type RunState = z.infer<typeof RunState>
export type TaskState = z.infer<typeof TaskState>

export const RunSummary = z.object({
  id: Id, dag: z.string().nullable(), dagName: z.string().nullable(), version: z.number().int().nullable(), state: RunState,
  trigger: z.string(), scheduledFor: Instant.nullable(), createdAt: Instant, startedAt: Instant.nullable(), finishedAt: Instant.nullable(),
}).meta({ id: 'RunSummary' }) // prettier-ignore
export type RunSummary = z.infer<typeof RunSummary>
export const RunPage = pageOf(RunSummary).meta({ id: 'RunPage' })

export const Dag = z.object({
  id: Id, key: z.string(), name: z.string(), version: z.number().int(), paused: z.boolean(), spec: DagSpec, nextFireTimes: z.array(Instant),
  recentRuns: z.array(RunSummary), source: z.string().nullable(), createdAt: Instant, updatedAt: Instant,
}).meta({ id: 'Dag' }) // prettier-ignore
export type Dag = z.infer<typeof Dag>
export const DagPage = pageOf(Dag).meta({ id: 'DagPage' })

export const TaskRun = z.object({
  id: Id, key: z.string(), kind: z.string(), state: TaskState, needs: z.array(z.string()), attempt: z.number().int(), crashes: z.number().int(),
  startedAt: Instant.nullable(), finishedAt: Instant.nullable(), input: z.json(), output: z.json().nullable(),
  progress: z.object({ done: z.number(), total: z.number().nullable(), text: z.string() }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  attempts: z.array(z.object({ attempt: z.number().int(), owner: z.string(), startedAt: Instant, finishedAt: Instant.nullable(), outcome: z.string().nullable() })),
}).meta({ id: 'TaskRun' }) // prettier-ignore
export type TaskRun = z.infer<typeof TaskRun>
export const RunDetail = RunSummary.extend({
  params: z.json(),
  principal: z.string().nullable(),
  tasks: z.array(TaskRun),
}).meta({ id: 'Run' })
export type RunDetail = z.infer<typeof RunDetail>

export const StartRun = z.strictObject({
  params: z.record(z.string().max(64), z.json()).default({}),
  scheduledFor: Instant.optional(),
})
export const DagCheck = z
  .object({
    valid: z.boolean(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })),
    nextFireTimes: z.array(Instant),
  })
  .meta({ id: 'DagCheck' })
export type DagCheck = z.infer<typeof DagCheck>

export const Occurrence = z
  .object({
    id: Id,
    dag: z.string(),
    kind: z.string(),
    scheduledFor: Instant,
    outcome: z.enum(['run', 'late', 'skipped']),
    reason: z.string().nullable(),
    runId: Id.nullable(),
    at: Instant,
  })
  .meta({ id: 'Occurrence' })
export type Occurrence = z.infer<typeof Occurrence>
export const OccurrencePage = pageOf(Occurrence).meta({ id: 'OccurrencePage' })

export const ReportTaskInput = z.strictObject({ optimizeRun: Id })
export const ReportTaskOutput = z.object({ reportId: Id, html: z.string(), pdf: z.string() })
export type ReportTaskOutput = z.infer<typeof ReportTaskOutput>
export const WebhookTaskInput = z.strictObject({ url: z.url().max(2000), body: z.json().optional() })
export const WebhookTaskOutput = z.object({ eventId: Id, status: z.number().int(), deliveredAt: Instant })
export const Report = z
  .object({
    id: Id,
    title: z.string(),
    runId: Id.nullable(),
    issueTime: Instant,
    createdAt: Instant,
    html: z.string(),
    pdf: z.string(),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>
export const ReportPage = pageOf(Report).meta({ id: 'ReportPage' })

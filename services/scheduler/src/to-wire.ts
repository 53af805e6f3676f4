import { DagSpec } from '@omarino/contracts'
import type { Dag, Occurrence, Report, RunDetail, RunSummary, TaskRun } from '@omarino/contracts'
import type { DagRow, OccurrenceRow, ReportRow, RunRow, TaskRunRow } from '@omarino/store'
import { nextFireTimes, parseCron } from './cron/fire-times.ts'

const iso = (time: Date | null): string | null => time?.toISOString() ?? null
const SHOWN_FIRES = 5

/** Next fires over all triggers of a workflow. */
export function upcoming(spec: DagSpec, nowMs: number): string[] {
  const fires = spec.triggers.flatMap(({ cron, zone }) => nextFireTimes(parseCron(cron), zone, nowMs, SHOWN_FIRES))
  return [...new Set(fires)]
    .sort((a, b) => a - b)
    .slice(0, SHOWN_FIRES)
    .map((ms) => new Date(ms).toISOString())
}

export function toDag(row: DagRow, runs: readonly RunRow[], nowMs: number): Dag {
  const spec = DagSpec.parse(row.spec)
  return {
    id: row.id, key: row.key, name: row.name, version: row.version, paused: row.paused, spec, nextFireTimes: row.paused ? [] : upcoming(spec, nowMs),
    recentRuns: runs.map(toRunSummary), source: row.source, createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(),
  } // prettier-ignore
}

export const toRunSummary = (row: RunRow): RunSummary => ({
  id: row.id, dag: row.dag, dagName: row.dag_name, version: row.version, state: row.state, trigger: row.trigger, scheduledFor: iso(row.scheduled_for),
  createdAt: row.created_at.toISOString(), startedAt: iso(row.started_at), finishedAt: iso(row.finished_at),
}) // prettier-ignore

export const toRunDetail = (row: RunRow, tasks: readonly TaskRunRow[]): RunDetail => ({
  ...toRunSummary(row),
  params: row.params as RunDetail['params'],
  principal: row.principal,
  tasks: tasks.map(toTaskRun),
})

const toTaskRun = (row: TaskRunRow): TaskRun => ({
  id: row.id, key: row.task_key, kind: row.kind, state: row.state, needs: row.needs, attempt: row.attempt, crashes: row.crashes,
  startedAt: iso(row.started_at), finishedAt: iso(row.finished_at), input: row.input as TaskRun['input'], output: row.output as TaskRun['output'],
  progress: row.progress, error: row.error,
  attempts: row.attempts.map((attempt) => ({
    attempt: attempt.attempt, owner: attempt.owner, startedAt: new Date(attempt.started_at).toISOString(),
    finishedAt: attempt.finished_at === null ? null : new Date(attempt.finished_at).toISOString(), outcome: attempt.outcome,
  })),
}) // prettier-ignore

export const toOccurrence = (row: OccurrenceRow): Occurrence => ({
  id: row.id, dag: row.dag, kind: row.kind, scheduledFor: row.scheduled_for.toISOString(), outcome: row.outcome, reason: row.reason, runId: row.run_id, at: row.at.toISOString(),
}) // prettier-ignore

export const toReport = (row: ReportRow): Report => ({
  id: row.id, title: row.title, runId: row.dag_run_id, issueTime: row.issue_time.toISOString(), createdAt: row.created_at.toISOString(),
  html: `/scheduler/reports/${row.id}.html`, pdf: `/scheduler/reports/${row.id}.pdf`,
}) // prettier-ignore

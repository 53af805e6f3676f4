import { Failure } from '@omarino/energy'
import { all, maybe } from './database.ts'
import type { Queryable } from './database.ts'

export interface ReportRow {
  readonly id: string
  readonly title: string
  readonly dag_run_id: string | null
  readonly issue_time: Date
  readonly created_at: Date
}

export interface NewReport {
  readonly id: string
  readonly dagRunId: string
  readonly taskRunId: string
  readonly siteId: string
  readonly issueTime: Date
  readonly title: string
  readonly html: string
  readonly pdf: Buffer
}

/** Keeps the report of a task; made twice, the first one stays. Returns the id under which it stands. */
export async function addReport(db: Queryable, report: NewReport): Promise<string> {
  await db.query(
    `insert into scheduler.report (id, dag_run_id, task_run_id, site_id, issue_time, title, html, pdf) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (task_run_id) do nothing`,
    [
      report.id,
      report.dagRunId,
      report.taskRunId,
      report.siteId,
      report.issueTime,
      report.title,
      report.html,
      report.pdf,
    ],
  )
  const row = await maybe<{ id: string }>(db, 'select id from scheduler.report where task_run_id = $1', [
    report.taskRunId,
  ])
  return row?.id ?? report.id
}

export const listReports = (db: Queryable, before: string | undefined, limit: number): Promise<ReportRow[]> =>
  all(
    db,
    'select id, title, dag_run_id, issue_time, created_at from scheduler.report where ($1::uuid is null or id < $1) order by id desc limit $2',
    [before ?? null, limit],
  )

/** The file of a report. */
export async function readReport(db: Queryable, id: string, format: 'html' | 'pdf'): Promise<string | Buffer> {
  const row = await maybe<{ file: string | Buffer }>(
    db,
    `select ${format === 'html' ? 'html' : 'pdf'} as file from scheduler.report where id = $1`,
    [id],
  )
  if (!row) throw new Failure('not-found', 'NO_SUCH_REPORT', `there is no report ${id}`)
  return row.file
}

/** Notes that a webhook is to be sent; a repeated attempt finds the same event id and body. */
export async function beginWebhook(
  db: Queryable,
  hook: { taskRunId: string; eventId: string; url: string; body: string },
): Promise<{ event_id: string; body: string; delivered_at: Date | null; status: number | null }> {
  await db.query(
    'insert into scheduler.webhook (task_run_id, event_id, url, body) values ($1, $2, $3, $4) on conflict (task_run_id) do nothing',
    [hook.taskRunId, hook.eventId, hook.url, hook.body],
  )
  const row = await maybe<{ event_id: string; body: string; delivered_at: Date | null; status: number | null }>(
    db,
    'update scheduler.webhook set attempts = attempts + 1 where task_run_id = $1 returning event_id, body, delivered_at, status',
    [hook.taskRunId],
  )
  if (!row) throw new Error('a webhook vanished while it was begun')
  return row
}

export async function endWebhook(
  db: Queryable,
  taskRunId: string,
  status: number | null,
  error: string | null,
): Promise<void> {
  await db.query(
    `update scheduler.webhook set status = $2, last_error = $3, delivered_at = case when $3::text is null then clock_timestamp() end where task_run_id = $1`,
    [taskRunId, status, error],
  )
}

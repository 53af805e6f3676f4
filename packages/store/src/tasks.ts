import type { Pool, PoolClient } from 'pg'
import { all, maybe, one, transaction } from './database.ts'
import type { Queryable } from './database.ts'

interface TaskRow {
  id: string
  dag_run_id: string
  task_key: string
  item_index: number
  kind: string
  kind_version: number
  input: unknown
  checkpoint: unknown
  attempt: number
  crashes: number
  epoch: number
  timeout_ms: number
  retry_base_ms: number
}

const CLAIM = `select id, dag_run_id, task_key, item_index, kind, kind_version, input, checkpoint, attempt, crashes, epoch, timeout_ms, retry_base_ms
  from scheduler.claim($1, $2, $3, make_interval(secs => $4))`

async function claim(db: Pool, queue: string, owner: string, limit: number, leaseMs: number) {
  const rows = await all<TaskRow>(db, CLAIM, [queue, owner, limit, leaseMs / 1000])
  return rows.map((row) => ({
    id: row.id, dagRunId: row.dag_run_id, taskKey: row.task_key, itemIndex: row.item_index, kind: row.kind, kindVersion: row.kind_version,
    input: row.input,
    checkpoint: row.checkpoint, attempt: row.attempt, crashes: row.crashes, epoch: row.epoch, timeoutMs: row.timeout_ms, retryBaseMs: row.retry_base_ms,
  })) // prettier-ignore
}

const PROGRESS = `
  with held as (
    update scheduler.task_run set progress = $3::jsonb where id = $1 and epoch = $2 and state = 'running' returning id, dag_run_id, task_key)
  select event.append('task.progress', dag_run_id::text,
    jsonb_build_object('runId', dag_run_id, 'taskRunId', id, 'taskKey', task_key, 'progress', $3::jsonb)) from held`

const CONTEXT = `
  select r.params, r.id, d.key as dag, r.principal, coalesce(r.scheduled_for, r.created_at) as scheduled_for,
         (select jsonb_object_agg(t.task_key, t.output) from scheduler.task_run t where t.dag_run_id = r.id and t.state = 'succeeded') as outputs
    from scheduler.dag_run r left join scheduler.dag d on d.id = r.dag_id where r.id = $1`

async function context(db: Pool, dagRunId: string) {
  const row = await one<{
    params: unknown
    id: string
    dag: string | null
    principal: string | null
    scheduled_for: Date
    outputs: Record<string, unknown> | null
  }>(db, CONTEXT, [dagRunId])
  return {
    params: row.params,
    run: { id: row.id, dag: row.dag, scheduledFor: row.scheduled_for.toISOString(), principal: row.principal },
    outputs: row.outputs ?? {},
  }
}

const run = async (db: Queryable, text: string, values: readonly unknown[]): Promise<void> =>
  void (await db.query(text, [...values]))

/** The statements behind the worker of `packages/platform`; the SQL functions demand the fencing epoch. */
export const taskStore = {
  claim,
  context,
  transaction,
  finish: (client: PoolClient, id: string, epoch: number, output: unknown) =>
    run(client, 'select scheduler.finish_task($1, $2, $3::jsonb)', [id, epoch, JSON.stringify(output ?? {})]),
  checkpoint: (client: PoolClient, id: string, epoch: number, state: unknown) =>
    run(client, 'select scheduler.save_checkpoint($1, $2, $3::jsonb)', [id, epoch, JSON.stringify(state ?? {})]),
  fail: (db: Pool, id: string, epoch: number, problem: { code: string; message: string }, retryInMs: number | null) =>
    run(db, 'select scheduler.fail_task($1, $2, $3::jsonb, make_interval(secs => $4))', [
      id,
      epoch,
      JSON.stringify(problem),
      retryInMs === null ? null : retryInMs / 1000,
    ]),
  release: (db: Pool, id: string, epoch: number) => run(db, 'select scheduler.release_task($1, $2)', [id, epoch]),
  cancel: (db: Pool, id: string, epoch: number) => run(db, 'select scheduler.cancel_task($1, $2)', [id, epoch]),
  progress: (db: Pool, task: { id: string; epoch: number }, progress: object) =>
    run(db, PROGRESS, [task.id, task.epoch, JSON.stringify(progress)]),
  sweep: async (db: Pool) => (await one<{ swept: number }>(db, 'select scheduler.sweep_leases() as swept')).swept,
}

export interface Submission {
  readonly runId: string
  readonly taskRunId: string
  readonly kind: string
  readonly queue: string
  readonly input: unknown
  readonly idempotencyKey: string | null
  readonly principal: string
  readonly priority?: number
}

/** Makes a run of one task; the same idempotency key again returns the run that the first call made. */
export async function submitTask(
  db: Queryable,
  job: Submission,
): Promise<{ runId: string; taskRunId: string; created: boolean }> {
  const row = await one<{ dag_run_id: string; task_run_id: string; created: boolean }>(
    db,
    'select * from scheduler.submit($1, $2, $3, $4, $5::jsonb, $6, $7, $8)',
    [
      job.runId,
      job.taskRunId,
      job.kind,
      job.queue,
      JSON.stringify(job.input),
      job.idempotencyKey,
      job.priority ?? 0,
      job.principal,
    ],
  )
  return { runId: row.dag_run_id, taskRunId: row.task_run_id, created: row.created }
}

/** Lets a task that has not begun take longer than the default. */
export async function allowTime(db: Queryable, taskRunId: string, mostMs: number): Promise<void> {
  await db.query('select scheduler.allow_time($1, $2)', [taskRunId, mostMs])
}

/** State of one task; undefined when there is none. */
export const taskState = (
  db: Queryable,
  taskRunId: string,
): Promise<{ state: string; error: { code: string; message: string } | null } | undefined> =>
  maybe(db, 'select state, error from scheduler.task_run where id = $1', [taskRunId])

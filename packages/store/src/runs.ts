import { Failure } from '@omarino/energy'
import type { PoolClient } from 'pg'
import { all, maybe, one } from './database.ts'
import type { Queryable } from './database.ts'

export interface NewTask {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly queue: string
  readonly needs: readonly string[]
  readonly input: unknown
  readonly attempts: number
  readonly baseMs: number
  readonly timeoutMs: number
}

export interface NewRun {
  readonly id: string
  readonly dagId: string
  readonly version: number
  readonly occurrenceId: string | null
  readonly params: unknown
  readonly scheduledFor: Date | null
  readonly idempotencyKey: string | null
  readonly principal: string
  readonly codeVersion: string
  readonly tasks: readonly NewTask[]
}

const INSERT_RUN = `
  insert into scheduler.dag_run (id, dag_id, version, occurrence_id, state, params, scheduled_for, idempotency_key, principal, code_version)
  values ($1, $2, $3, $4, 'waiting', $5::jsonb, coalesce($6, clock_timestamp()), $7, $8, $9) on conflict (idempotency_key) do nothing`
const INSERT_TASK = `
  insert into scheduler.task_run (id, dag_run_id, task_key, kind, queue, needs, state, waiting_for, input, max_attempts, retry_base_ms, timeout_ms)
  values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8::jsonb, $9, $10, $11)`

/** Creates a run with its tasks and starts it if its DAG may run another. Returns the run's id: an earlier one for a repeated key. */
export async function createRun(client: PoolClient, run: NewRun): Promise<{ id: string; created: boolean }> {
  const { rowCount } = await client.query(INSERT_RUN, [
    run.id, run.dagId, run.version, run.occurrenceId, JSON.stringify(run.params), run.scheduledFor, run.idempotencyKey, run.principal, run.codeVersion,
  ]) // prettier-ignore
  if (!rowCount) {
    const earlier = await one<{ id: string }>(client, 'select id from scheduler.dag_run where idempotency_key = $1', [
      run.idempotencyKey,
    ])
    return { id: earlier.id, created: false }
  }
  for (const task of run.tasks) {
    await client.query(INSERT_TASK, [
      task.id, run.id, task.key, task.kind, task.queue, task.needs, task.needs.length, JSON.stringify(task.input), task.attempts, task.baseMs, task.timeoutMs,
    ]) // prettier-ignore
  }
  await client.query('select scheduler.promote_runs($1)', [run.dagId])
  return { id: run.id, created: true }
}

/** Starts waiting runs of every DAG that may run more. */
export async function promoteWaitingRuns(db: Queryable): Promise<void> {
  await db.query(
    `select scheduler.promote_runs(dag_id) from (select distinct dag_id from scheduler.dag_run where state = 'waiting' and dag_id is not null) as waiting`,
  )
}

export interface RunRow {
  readonly id: string
  readonly dag: string | null
  readonly dag_name: string | null
  readonly version: number | null
  readonly state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  readonly trigger: string
  readonly scheduled_for: Date | null
  readonly params: unknown
  readonly principal: string | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly finished_at: Date | null
}

const RUN = `
  select r.id, d.key as dag, d.name as dag_name, r.version, r.state, case when r.dag_id is null then 'job' else coalesce(o.kind, 'manual') end as trigger,
         r.scheduled_for, r.params, r.principal, r.created_at, r.started_at, r.finished_at
    from scheduler.dag_run r left join scheduler.dag d on d.id = r.dag_id left join scheduler.occurrence o on o.id = r.occurrence_id`

export const listRuns = (
  db: Queryable,
  filter: { dag?: string | undefined; before?: string | undefined; jobs: boolean; limit: number },
): Promise<RunRow[]> =>
  all(
    db,
    `${RUN} where ($1::text is null or d.key = $1) and ($2::uuid is null or r.id < $2) and ($3 or r.dag_id is not null) order by r.id desc limit $4`,
    [filter.dag ?? null, filter.before ?? null, filter.jobs, filter.limit],
  )

export async function getRun(db: Queryable, id: string): Promise<RunRow> {
  const row = await maybe<RunRow>(db, `${RUN} where r.id = $1`, [id])
  if (!row) throw new Failure('not-found', 'NO_SUCH_RUN', `there is no run ${id}`)
  return row
}

export interface TaskRunRow {
  readonly id: string
  readonly task_key: string
  readonly kind: string
  readonly state: 'waiting' | 'ready' | 'running' | 'succeeded' | 'failed' | 'skipped' | 'cancelled' | 'quarantined'
  readonly needs: string[]
  readonly attempt: number
  readonly crashes: number
  readonly started_at: Date | null
  readonly finished_at: Date | null
  readonly input: unknown
  readonly output: unknown
  readonly progress: { done: number; total: number | null; text: string } | null
  readonly error: { code: string; message: string } | null
  readonly attempts: {
    attempt: number
    owner: string
    started_at: string
    finished_at: string | null
    outcome: string | null
  }[]
}

const TASKS = `
  select t.id, t.task_key, t.kind, t.state, t.needs, t.attempt, t.crashes, t.started_at, t.finished_at, t.input, t.output, t.progress, t.error,
         coalesce((select jsonb_agg(jsonb_build_object('attempt', a.attempt, 'owner', a.owner, 'started_at', a.started_at, 'finished_at', a.finished_at,
                   'outcome', a.outcome) order by a.attempt) from scheduler.attempt a where a.task_run_id = t.id), '[]') as attempts
    from scheduler.task_run t where t.dag_run_id = $1 order by t.id`

export const listTaskRuns = (db: Queryable, runId: string): Promise<TaskRunRow[]> => all(db, TASKS, [runId])

// Holders are told at commit; they would see it with their next renewal too, two seconds later at most.
const CANCEL = `select scheduler.cancel_run($1::uuid) as asked, pg_notify('ems_cancel', $1::text)`

/** Asks for the end of a run; false when it had ended already. */
export const cancelRun = async (db: Queryable, runId: string): Promise<boolean> =>
  (await one<{ asked: boolean }>(db, CANCEL, [runId])).asked

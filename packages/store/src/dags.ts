import { Failure } from '@omarino/energy'
import type { PoolClient } from 'pg'
import { all, maybe, one } from './database.ts'
import type { Queryable } from './database.ts'

export interface DagRow {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly version: number
  readonly paused: boolean
  readonly spec: unknown
  readonly source: string | null
  readonly created_at: Date
  readonly updated_at: Date
}

const DAG = `select d.id, d.key, d.name, d.version, d.paused, v.spec, d.source, d.created_at, d.updated_at
  from scheduler.dag d join scheduler.dag_version v on v.dag_id = d.id and v.version = d.version`

export const listDags = (db: Queryable, after: string | undefined, limit: number): Promise<DagRow[]> =>
  all(db, `${DAG} where ($1::text is null or d.key > $1) order by d.key limit $2`, [after ?? null, limit])

export async function getDag(db: Queryable, key: string): Promise<DagRow> {
  const row = await maybe<DagRow>(db, `${DAG} where d.key = $1`, [key])
  if (!row) throw new Failure('not-found', 'NO_SUCH_DAG', `there is no workflow ${key}`)
  return row
}

export interface TriggerRow {
  readonly id: string
  readonly kind: 'cron'
  readonly spec: { readonly cron: string }
  readonly zone: string
  readonly misfire: 'skip' | 'fire_once'
  readonly nextAt: Date | null
}

export interface NewDag {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly spec: unknown
  readonly source: string | null
  readonly author: string
  readonly triggers: readonly TriggerRow[]
}

/**
 * Creates a workflow; the same document again is no error.
 * @throws Failure `DAG_EXISTS` when the key belongs to another document
 */
export async function createDag(client: PoolClient, dag: NewDag): Promise<{ created: boolean }> {
  const { rowCount } = await client.query(
    'insert into scheduler.dag (id, key, name, version, source, created_by) values ($1, $2, $3, 1, $4, $5) on conflict (key) do nothing',
    [dag.id, dag.key, dag.name, dag.source, dag.author],
  )
  if (!rowCount) {
    const same = await one<{ same: boolean }>(
      client,
      'select v.spec = $2::jsonb as same from scheduler.dag d join scheduler.dag_version v on v.dag_id = d.id and v.version = d.version where d.key = $1',
      [dag.key, JSON.stringify(dag.spec)],
    )
    if (!same.same)
      throw new Failure(
        'conflict',
        'DAG_EXISTS',
        `the workflow ${dag.key} exists with another content; PUT makes a new version`,
        '/key',
      )
    return { created: false }
  }
  await addVersion(client, dag.id, 1, dag)
  return { created: true }
}

/** Makes a new version; runs that have begun keep theirs. Returns the version, or the current one when nothing changed. */
export async function updateDag(client: PoolClient, dag: NewDag): Promise<number> {
  const row = await maybe<{ id: string; version: number; same: boolean }>(
    client,
    `select d.id, d.version, v.spec = $2::jsonb as same from scheduler.dag d
       join scheduler.dag_version v on v.dag_id = d.id and v.version = d.version where d.key = $1 for update of d`,
    [dag.key, JSON.stringify(dag.spec)],
  )
  if (!row) throw new Failure('not-found', 'NO_SUCH_DAG', `there is no workflow ${dag.key}`)
  if (row.same) return row.version
  const version = row.version + 1
  await client.query('update scheduler.dag set name = $2, version = $3, updated_at = now() where id = $1', [
    row.id,
    dag.name,
    version,
  ])
  await addVersion(client, row.id, version, dag)
  return version
}

async function addVersion(client: PoolClient, dagId: string, version: number, dag: NewDag): Promise<void> {
  await client.query(
    'insert into scheduler.dag_version (dag_id, version, spec, created_by) values ($1, $2, $3::jsonb, $4)',
    [dagId, version, JSON.stringify(dag.spec), dag.author],
  )
  await client.query('delete from scheduler.trigger where dag_id = $1', [dagId])
  for (const [position, trigger] of dag.triggers.entries()) {
    await client.query(
      'insert into scheduler.trigger (id, dag_id, position, kind, spec, zone, misfire, next_at) values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)',
      [
        trigger.id,
        dagId,
        position,
        trigger.kind,
        JSON.stringify(trigger.spec),
        trigger.zone,
        trigger.misfire,
        trigger.nextAt,
      ],
    )
  }
  await client.query('select event.append($1, $2, $3::jsonb)', [
    'dag.changed',
    dag.key,
    JSON.stringify({ key: dag.key, version }),
  ])
}

export interface DueTrigger extends Omit<TriggerRow, 'nextAt'> {
  readonly dag_id: string
  readonly dag_key: string
  readonly version: number
  readonly spec: { readonly cron: string }
  readonly dag_spec: unknown
  readonly next_at: Date
  readonly now: Date
}

const DUE = `
  select t.id, t.kind, t.spec, t.zone, t.misfire, t.next_at, d.id as dag_id, d.key as dag_key, d.version, v.spec as dag_spec, clock_timestamp() as now
    from scheduler.trigger t join scheduler.dag d on d.id = t.dag_id join scheduler.dag_version v on v.dag_id = d.id and v.version = d.version
   where t.next_at <= clock_timestamp() and not d.paused order by t.next_at limit $1 for update of t skip locked`

/** Triggers whose time has come, locked until the caller's transaction ends. Only the clock of the database counts. */
export const lockDueTriggers = (client: PoolClient, limit: number): Promise<DueTrigger[]> => all(client, DUE, [limit])

export async function moveTrigger(client: PoolClient, id: string, nextAt: Date | null): Promise<void> {
  await client.query('update scheduler.trigger set next_at = $2 where id = $1', [id, nextAt])
}

export interface NewOccurrence {
  readonly id: string
  readonly dagId: string
  readonly triggerId: string | null
  readonly kind: 'cron' | 'manual'
  readonly scheduledFor: Date
  readonly outcome: 'run' | 'late' | 'skipped'
  readonly reason: string | null
}

/** Accounts for one fire time; false when another instance or trigger has it already. */
export async function addOccurrence(client: PoolClient, row: NewOccurrence): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into scheduler.occurrence (id, dag_id, trigger_id, kind, scheduled_for, outcome, reason) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [row.id, row.dagId, row.triggerId, row.kind, row.scheduledFor, row.outcome, row.reason],
  )
  return (rowCount ?? 0) > 0
}

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

/** Asks for the end of a run; false when it had ended already. */
export const cancelRun = async (db: Queryable, runId: string): Promise<boolean> =>
  (await one<{ asked: boolean }>(db, 'select scheduler.cancel_run($1) as asked', [runId])).asked

export interface OccurrenceRow {
  readonly id: string
  readonly dag: string
  readonly kind: string
  readonly scheduled_for: Date
  readonly outcome: 'run' | 'late' | 'skipped'
  readonly reason: string | null
  readonly run_id: string | null
  readonly at: Date
}

const OCCURRENCES = `
  select o.id, d.key as dag, o.kind, o.scheduled_for, o.outcome, o.reason, r.id as run_id, o.at
    from scheduler.occurrence o join scheduler.dag d on d.id = o.dag_id left join scheduler.dag_run r on r.occurrence_id = o.id
   where ($1::text is null or d.key = $1) and ($2::uuid is null or o.id < $2) order by o.id desc limit $3`

export const listOccurrences = (
  db: Queryable,
  dag: string | undefined,
  before: string | undefined,
  limit: number,
): Promise<OccurrenceRow[]> => all(db, OCCURRENCES, [dag ?? null, before ?? null, limit])

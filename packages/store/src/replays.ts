import { Failure } from '@omarino/energy'
import { all, maybe } from './database.ts'
import type { Queryable } from './database.ts'

/** Documents are as the contracts `ReplayTaskInput` and `ReplayResult` say; `state` is that of the task. */
export interface ReplayRow extends ReplayHead {
  readonly result: unknown
}
/** A replay without its result but for what lists tell of it; null until there is one. */
export interface ReplayHead {
  readonly id: string
  readonly site_key: string
  readonly site_name: string
  readonly zone: string
  readonly currency: string
  readonly run_id: string | null
  readonly state: string
  readonly progress: unknown
  readonly error: unknown
  readonly request: unknown
  readonly share_of_foresight: number | null
  readonly days_lived: number | null
  readonly days_skipped: number | null
  readonly created_at: Date
  readonly finished_at: Date | null
}
export interface NewReplay {
  readonly id: string
  readonly taskRunId: string
  readonly siteId: string
  readonly principal: string | null
  readonly request: unknown
  readonly codeVersion: string
}

const INSERT = `
  insert into optimize.replay (id, task_run_id, site_id, principal, request, code_version) values ($1, $2, $3, $4, $5::jsonb, $6)
  on conflict (task_run_id) do nothing`
// A workflow writes the row of a replay with its result; the work began with the task.
const HEAD = `
  r.id, s.key as site_key, s.name as site_name, s.zone, s.currency, t.dag_run_id as run_id, coalesce(t.state, 'succeeded') as state, t.progress, t.error, r.request,
  (r.result ->> 'shareOfForesight')::float8 as share_of_foresight, jsonb_array_length(r.result -> 'days') as days_lived,
  jsonb_array_length(r.result -> 'skipped') as days_skipped, least(r.created_at, t.started_at) as created_at,
  coalesce(r.finished_at, t.finished_at) as finished_at`
const FROM = `
  from optimize.replay r join optimize.site s on s.id = r.site_id left join scheduler.task_run t on t.id = r.task_run_id`
const WHOLE = `select ${HEAD}, r.result ${FROM}`
const LIST = `
  select ${HEAD} ${FROM} where ($1::text is null or s.key = $1) and ($2::uuid is null or r.id < $2) order by r.id desc limit $3`

export interface ReplayFilter {
  readonly site?: string | undefined
  /** Id of the last replay of the page before. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Replays, newest first. */
export const listReplays = (db: Queryable, { site, before, limit }: ReplayFilter): Promise<ReplayHead[]> =>
  all(db, LIST, [site ?? null, before ?? null, limit])

/** Keeps what is to be lived through again; a task has one, so that a second call changes nothing. */
export async function addReplay(db: Queryable, row: NewReplay): Promise<void> {
  const { id, taskRunId, siteId, principal, request, codeVersion } = row
  await db.query(INSERT, [id, taskRunId, siteId, principal, JSON.stringify(request), codeVersion])
}

/** @throws Failure `NO_SUCH_REPLAY` */
export async function getReplay(db: Queryable, id: string): Promise<ReplayRow> {
  const row = await maybe<ReplayRow>(db, `${WHOLE} where r.id = $1`, [id])
  if (!row) throw new Failure('not-found', 'NO_SUCH_REPLAY', `there is no replay ${id}`)
  return row
}

/** The replay that a task is to make; undefined when the task was made otherwise. */
export const findReplayOfTask = (db: Queryable, taskRunId: string): Promise<ReplayRow | undefined> =>
  maybe(db, `${WHOLE} where r.task_run_id = $1`, [taskRunId])

/** Keeps the result, inside the caller's transaction. */
export async function finishReplay(client: Queryable, id: string, result: unknown): Promise<void> {
  const text = 'update optimize.replay set result = $2::jsonb, finished_at = clock_timestamp() where id = $1'
  await client.query(text, [id, JSON.stringify(result)])
}

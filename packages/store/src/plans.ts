import { Failure } from '@omarino/energy'
import { all, maybe } from './database.ts'
import type { Queryable } from './database.ts'

/** A plan without its columns of numbers. `state` is that of its task. */
export interface PlanHead {
  readonly id: string
  readonly task_run_id: string | null
  readonly site_id: string
  readonly site_key: string
  readonly site_name: string
  readonly currency: string
  readonly zone: string
  readonly source: string | null
  readonly state: string
  readonly status: string | null
  readonly issue_time: Date
  readonly start_time: Date
  readonly end_time: Date
  readonly objective: number | null
  readonly cost_doing_nothing: number | null
  readonly created_at: Date
  readonly finished_at: Date | null
}

/** Documents are as the contracts `PlanInput[]`, `OptimizeRequest`, `OptimizeResult` and `Settlement` say. */
export interface PlanRow extends PlanHead {
  readonly inputs: unknown
  readonly request: unknown
  readonly result: unknown
  readonly settlement: unknown
}

// A workflow writes the row of a plan with its result; the work began with the task.
const HEAD = `r.id, r.task_run_id, r.site_id, s.key as site_key, s.name as site_name, s.currency, s.zone, s.source,
  coalesce(t.state, 'succeeded') as state, r.status, r.issue_time, r.start_time, r.end_time, r.objective, r.cost_doing_nothing,
  least(r.created_at, t.started_at) as created_at, coalesce(r.finished_at, t.finished_at) as finished_at`
const FROM = `from optimize.run r join optimize.site s on s.id = r.site_id left join scheduler.task_run t on t.id = r.task_run_id`
const WHOLE = `select ${HEAD}, r.inputs, r.request, r.result, r.settlement ${FROM}`

/** A plan by its id. @throws Failure `NO_SUCH_PLAN` */
export async function getPlan(db: Queryable, id: string): Promise<PlanRow> {
  const row = await maybe<PlanRow>(db, `${WHOLE} where r.id = $1`, [id])
  if (!row) throw new Failure('not-found', 'NO_SUCH_PLAN', `there is no plan ${id}`)
  return row
}

/** The plan that a task is to make or has made; undefined before the task of a workflow has stored one. */
export const findPlanOfTask = (db: Queryable, taskRunId: string): Promise<PlanRow | undefined> =>
  maybe(db, `${WHOLE} where r.task_run_id = $1`, [taskRunId])

export interface PlanFilter {
  readonly site?: string | undefined
  /** Id of the last plan of the page before. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Plans, newest first. */
export const listPlans = (db: Queryable, { site, before, limit }: PlanFilter): Promise<PlanHead[]> =>
  all(
    db,
    `select ${HEAD} ${FROM} where ($1::text is null or s.key = $1) and ($2::uuid is null or r.id < $2) order by r.id desc limit $3`,
    [site ?? null, before ?? null, limit],
  )

export interface NewPlan {
  readonly id: string
  readonly taskRunId: string
  readonly siteId: string
  readonly principal: string | null
  readonly issueMs: number
  readonly startMs: number
  readonly endMs: number
  readonly inputs: unknown
  readonly request: unknown
  readonly codeVersion: string
}

const INSERT = `
  insert into optimize.run (id, task_run_id, site_id, principal, issue_time, start_time, end_time, inputs, request, code_version)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10) on conflict (task_run_id) do nothing`

/** Keeps what is to be solved; a task has one plan, so that a second call for the same task changes nothing. */
export async function addPlan(db: Queryable, plan: NewPlan): Promise<void> {
  const times = [plan.issueMs, plan.startMs, plan.endMs].map((ms) => new Date(ms))
  const documents = [JSON.stringify(plan.inputs), JSON.stringify(plan.request)]
  await db.query(INSERT, [plan.id, plan.taskRunId, plan.siteId, plan.principal, ...times, ...documents, plan.codeVersion]) // prettier-ignore
}

const WAITING_REPLANS = `
  select t.dag_run_id as run_id from scheduler.task_run t join scheduler.dag_run r on r.id = t.dag_run_id and r.dag_id is null
   where t.kind = 'optimize' and t.state = 'ready' and t.input ->> 'site' = $1 and t.input ->> 'replan' = 'true' and t.id <> $2
   order by t.id`

/** Runs of plans of a site, asked for one by one, that wait and that a newer plan makes worthless. */
export const waitingReplans = async (db: Queryable, site: string, taskRunId: string): Promise<string[]> =>
  (await all<{ run_id: string }>(db, WAITING_REPLANS, [site, taskRunId])).map((row) => row.run_id)

export interface SolvedPlan {
  readonly status: string
  readonly objective: number | null
  readonly costDoingNothing: number | null
  readonly modelHash: string
  readonly result: unknown
  readonly settlement: unknown
}

const SOLVED = `
  update optimize.run set status = $2, objective = $3, cost_doing_nothing = $4, model_hash = $5, result = $6::jsonb, settlement = $7::jsonb,
         finished_at = clock_timestamp() where id = $1`
// The columns come from the stored result itself, so that the two cannot differ.
const SCHEDULE = `
  insert into optimize.schedule (run_id, asset_id, name, values)
  select r.id, asset.key, series.key,
         array(select step.value::float8 from jsonb_array_elements_text(series.value) with ordinality as step (value, n) order by step.n)
    from optimize.run r, jsonb_each(r.result -> 'schedules') as asset, jsonb_each(asset.value) as series where r.id = $1`

/** Keeps the result of a plan and its schedule, inside the caller's transaction. */
export async function finishPlan(client: Queryable, id: string, plan: SolvedPlan): Promise<void> {
  const documents = [JSON.stringify(plan.result), JSON.stringify(plan.settlement)]
  await client.query(SOLVED, [id, plan.status, plan.objective, plan.costDoingNothing, plan.modelHash, ...documents])
  await client.query(SCHEDULE, [id])
}

/** Keeps what a plan cost on what really happened. */
export async function saveSettlement(db: Queryable, id: string, settlement: unknown): Promise<void> {
  await db.query('update optimize.run set settlement = $2::jsonb where id = $1', [id, JSON.stringify(settlement)])
}

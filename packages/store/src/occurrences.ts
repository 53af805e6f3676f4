import type { PoolClient } from 'pg'
import type { TriggerRow } from './dags.ts'
import { all } from './database.ts'
import type { Queryable } from './database.ts'

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

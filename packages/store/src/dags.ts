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

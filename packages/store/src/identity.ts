import type { Pool } from 'pg'
import { all, maybe, transaction } from './database.ts'
import type { Queryable } from './database.ts'

/** What the OpenID provider keeps of one thing (session, code, token, grant). */
export type ProviderPayload = Record<string, unknown> & { grantId?: string; userCode?: string; uid?: string }

const UPSERT = `
  insert into identity.record (model, id, payload, grant_id, user_code, uid, expires_at)
  values ($1, $2, $3::jsonb, $4, $5, $6, now() + make_interval(secs => $7))
  on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, user_code = excluded.user_code,
     uid = excluded.uid, expires_at = excluded.expires_at`

export async function putProviderRecord(
  db: Queryable,
  model: string,
  id: string,
  payload: ProviderPayload,
  ttlSeconds: number | undefined,
): Promise<void> {
  await db.query(UPSERT, [
    model,
    id,
    JSON.stringify(payload),
    payload.grantId ?? null,
    payload.userCode ?? null,
    payload.uid ?? null,
    ttlSeconds ?? null,
  ])
}

/** A record by id, uid or user code, unless it has expired; `consumed` is set once it was used up. */
export async function findProviderRecord(
  db: Queryable,
  model: string,
  by: 'id' | 'uid' | 'user_code',
  value: string,
): Promise<ProviderPayload | undefined> {
  const row = await maybe<{ payload: ProviderPayload; consumed: number | null }>(
    db,
    `select payload, extract(epoch from consumed_at)::float8 as consumed from identity.record where model = $1 and ${by} = $2 and (expires_at is null or expires_at > now())`,
    [model, value],
  )
  return row && (row.consumed === null ? row.payload : { ...row.payload, consumed: Math.floor(row.consumed) })
}

export const consumeProviderRecord = async (db: Queryable, model: string, id: string): Promise<void> =>
  void (await db.query('update identity.record set consumed_at = now() where model = $1 and id = $2', [model, id]))

export const removeProviderRecord = async (db: Queryable, model: string, id: string): Promise<void> =>
  void (await db.query('delete from identity.record where model = $1 and id = $2', [model, id]))

export const removeProviderGrant = async (db: Queryable, grantId: string): Promise<void> =>
  void (await db.query('delete from identity.record where grant_id = $1', [grantId]))

export const forgetProviderRecords = async (db: Queryable): Promise<void> =>
  void (await db.query(`delete from identity.record where expires_at < now() - interval '1 hour'`))

export interface Account {
  readonly name: string
  readonly password_hash: string
  readonly role: 'admin' | 'operator' | 'viewer'
}

export const findAccount = (db: Queryable, name: string): Promise<Account | undefined> =>
  maybe(db, 'select name, password_hash, role from identity.account where name = $1', [name])

export async function putAccount(db: Queryable, account: Account): Promise<void> {
  await db.query(
    'insert into identity.account (name, password_hash, role) values ($1, $2, $3) on conflict (name) do update set password_hash = excluded.password_hash, role = excluded.role',
    [account.name, account.password_hash, account.role],
  )
}

export const listSigningKeys = (db: Queryable): Promise<{ kid: string; jwk: Record<string, unknown> }[]> =>
  all(db, 'select kid, jwk from identity.signing_key order by created_at desc, kid')

export async function addSigningKey(db: Queryable, kid: string, jwk: object): Promise<void> {
  await db.query('insert into identity.signing_key (kid, jwk) values ($1, $2::jsonb) on conflict (kid) do nothing', [
    kid,
    JSON.stringify(jwk),
  ])
}

/** Failed sign-ins of a name within the last minutes. */
export const countFailedLogins = async (db: Queryable, name: string, minutes: number): Promise<number> =>
  (
    await maybe<{ n: number }>(
      db,
      'select count(*)::int as n from identity.failed_login where name = $1 and at > now() - make_interval(mins => $2)',
      [name, minutes],
    )
  )?.n ?? 0

export async function noteFailedLogin(db: Queryable, name: string): Promise<void> {
  await db.query('insert into identity.failed_login (name) values ($1)', [name])
  await db.query(`delete from identity.failed_login where at < now() - interval '1 day'`)
}

/**
 * Takes one of the attempts that a name has within the last minutes: it counts as failed until it is forgiven. Attempts at
 * once stand in line, so that no more than `most` are ever under way. False when none is left.
 */
export const takeLoginAttempt = (db: Pool, name: string, minutes: number, most: number): Promise<boolean> =>
  transaction(db, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('login ' || $1, 0))`, [name])
    if ((await countFailedLogins(client, name, minutes)) >= most) return false
    await noteFailedLogin(client, name)
    return true
  })

export const forgiveLogins = async (db: Queryable, name: string): Promise<void> =>
  void (await db.query('delete from identity.failed_login where name = $1', [name]))

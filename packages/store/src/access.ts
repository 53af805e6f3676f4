import type { Pool } from 'pg'
import { maybe } from './database.ts'
import type { Queryable } from './database.ts'

/** Public keys of our processes, as `packages/platform` publishes and finds them. */
export const keyBoard = (db: Pool) => ({
  async publish(kid: string, service: string, jwk: object): Promise<void> {
    await db.query('select access.publish_key($1, $2, $3::jsonb)', [kid, service, JSON.stringify(jwk)])
  },
  async find(kid: string): Promise<Record<string, unknown> | undefined> {
    return (
      await maybe<{ jwk: Record<string, unknown> }>(db, 'select jwk from access.public_key where kid = $1', [kid])
    )?.jwk
  },
})

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly roles: string[]
}

/** Keeps a token's hash; the token itself is shown once and stored nowhere. */
export async function addApiToken(db: Queryable, token: ApiToken & { sha256: Buffer }): Promise<void> {
  await db.query(
    'insert into access.token (id, sha256, name, roles) values ($1, $2, $3, $4) on conflict (sha256) do nothing',
    [token.id, token.sha256, token.name, token.roles],
  )
}

/** The token with this hash, unless it has expired or was revoked. */
export const findApiToken = (db: Queryable, sha256: Buffer): Promise<ApiToken | undefined> =>
  maybe<ApiToken>(
    db,
    'select id, name, roles from access.token where sha256 = $1 and revoked_at is null and (expires_at is null or expires_at > now())',
    [sha256],
  )

const SEEN = `
  insert into access.app_user (subject, name, roles) values ($1, $2, $3)
  on conflict (subject) do update set name = excluded.name, roles = excluded.roles, last_seen = now()`

/** Notes who signed in, with the roles that the provider gave. */
export async function noteUser(
  db: Queryable,
  user: { subject: string; name: string | null; roles: readonly string[] },
): Promise<void> {
  await db.query(SEEN, [user.subject, user.name, user.roles])
}

export interface AuditRecord {
  readonly actor: string
  readonly role: string | null
  readonly action: string
  readonly object: string
  readonly before?: unknown
  readonly after?: unknown
  readonly requestId: string | null
}

/** One row per change, in the transaction of the change. */
export async function appendAudit(db: Queryable, record: AuditRecord): Promise<void> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
  const { actor, role, action, object, before, after, requestId } = record
  await db.query('select audit.append($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7)', [
    actor,
    role,
    action,
    object,
    json(before),
    json(after),
    requestId,
  ])
}

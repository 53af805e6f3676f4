import { maybe } from './database.ts'
import type { Queryable } from './database.ts'

/** A browser's session; the id is known to the browser alone, the tokens are encrypted. */
export interface SessionRow {
  readonly subject: string
  readonly name: string | null
  readonly roles: string[]
  readonly tokens: Buffer
  readonly created_at: Date
  readonly seen_at: Date
  readonly expires_at: Date
}

export interface NewSession {
  readonly idSha256: Buffer
  readonly subject: string
  readonly name: string | null
  readonly roles: readonly string[]
  readonly tokens: Buffer
  readonly lifetimeSeconds: number
}

export async function addSession(db: Queryable, session: NewSession): Promise<void> {
  await db.query(
    `insert into web.session (id_sha256, subject, name, roles, tokens, expires_at) values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))`,
    [session.idSha256, session.subject, session.name, session.roles, session.tokens, session.lifetimeSeconds],
  )
  await db.query('delete from web.session where expires_at < now()')
}

const TOUCH = `
  update web.session set seen_at = now() where id_sha256 = $1 and expires_at > now() and seen_at > now() - make_interval(secs => $2)
  returning subject, name, roles, tokens, created_at, seen_at, expires_at`

/** The session, which is seen again by this; undefined when it ended or rested longer than `idleSeconds`. */
export const touchSession = (db: Queryable, idSha256: Buffer, idleSeconds: number): Promise<SessionRow | undefined> =>
  maybe(db, TOUCH, [idSha256, idleSeconds])

/** Locks a session while its tokens are renewed, so that two requests do not renew at once. */
export const lockSession = (db: Queryable, idSha256: Buffer): Promise<SessionRow | undefined> =>
  maybe(
    db,
    'select subject, name, roles, tokens, created_at, seen_at, expires_at from web.session where id_sha256 = $1 and expires_at > now() for update',
    [idSha256],
  )

export async function updateSession(
  db: Queryable,
  idSha256: Buffer,
  roles: readonly string[],
  tokens: Buffer,
): Promise<void> {
  await db.query('update web.session set roles = $2, tokens = $3 where id_sha256 = $1', [idSha256, roles, tokens])
}

export const removeSession = async (db: Queryable, idSha256: Buffer): Promise<void> =>
  void (await db.query('delete from web.session where id_sha256 = $1', [idSha256]))

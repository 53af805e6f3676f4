import { addSession, lockSession, removeSession, touchSession, transaction, updateSession } from '@omarino/store'
import { createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { accessRoles, Tokens } from './provider.ts'
import type { Provider, SignedIn } from './provider.ts'
import type { Sealer } from './sealed.ts'

export interface Session {
  readonly id: string
  readonly subject: string
  readonly name: string | null
  readonly roles: readonly string[]
  readonly tokens: Tokens
}

export interface Sessions {
  create(user: SignedIn): Promise<string>
  /** The session of a cookie, its access token renewed when it is about to end; undefined when there is none (any more). */
  find(id: string | undefined): Promise<Session | undefined>
  remove(id: string): Promise<void>
  csrf(id: string): string
}

const ID_BYTES = 32
const ID = /^[\w-]{43}$/
const IDLE_S = 30 * 60
const LIFETIME_S = 12 * 3600
const RENEW_BEFORE_MS = 30_000

const hashOf = (id: string): Buffer => createHash('sha256').update(id).digest()

/** Sessions in PostgreSQL: the browser holds a random id, the database its hash and the encrypted tokens. */
export function createSessions(db: Pool, sealer: Sealer, provider: Provider, now: () => number): Sessions {
  const renew = (id: string): Promise<Session | undefined> =>
    transaction(db, async (client) => {
      const row = await lockSession(client, hashOf(id))
      const tokens = row && Tokens.safeParse(sealer.open(row.tokens)).data
      if (!row || !tokens) return undefined
      if (tokens.expiresAtMs - now() > RENEW_BEFORE_MS)
        return { id, subject: row.subject, name: row.name, roles: row.roles, tokens }
      const fresh = await provider.refresh(tokens)
      if (!fresh) {
        await removeSession(client, hashOf(id))
        return undefined
      }
      const roles = accessRoles(fresh)
      await updateSession(client, hashOf(id), roles, sealer.seal(fresh))
      return { id, subject: row.subject, name: row.name, roles, tokens: fresh }
    })
  return {
    async create({ subject, name, roles, tokens }) {
      const id = randomBytes(ID_BYTES).toString('base64url')
      await addSession(db, {
        idSha256: hashOf(id),
        subject,
        name,
        roles,
        tokens: sealer.seal(tokens),
        lifetimeSeconds: LIFETIME_S,
      })
      return id
    },
    async find(id) {
      if (id === undefined || !ID.test(id)) return undefined
      const row = await touchSession(db, hashOf(id), IDLE_S)
      const tokens = row && Tokens.safeParse(sealer.open(row.tokens)).data
      if (!row || !tokens) return undefined
      if (tokens.expiresAtMs - now() <= RENEW_BEFORE_MS) return renew(id)
      return { id, subject: row.subject, name: row.name, roles: row.roles, tokens }
    },
    remove: (id) => removeSession(db, hashOf(id)),
    csrf: (id) => sealer.sign(`csrf ${id}`),
  }
}

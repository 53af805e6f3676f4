import { ROLES } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import type { Principal } from '@omarino/platform'
import { findApiToken } from '@omarino/store'
import { jwtVerify } from 'jose'
import type { JWTVerifyGetKey } from 'jose'
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'

export interface Caller extends Principal {
  /** When the caller's token ends, Unix milliseconds; null for API tokens. */
  readonly expiresAtMs: number | null
}

export interface AuthenticateOptions {
  readonly db: Pool
  readonly keys: JWTVerifyGetKey
  readonly issuer: string
  readonly audience: string
  readonly tokenType: string
  readonly now: () => number
}

const CACHE_MS = 30_000
const REVOKED_MS = 5_000 // an API token that is revoked stops working within this
const CACHED = 5_000
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']
const API_TOKEN = /^ems_[\w-]{43}$/

/** Who a bearer token speaks for. @returns undefined when it speaks for nobody: forged, expired, revoked or of another kind */
export function createAuthenticator(options: AuthenticateOptions): (token: string) => Promise<Caller | undefined> {
  const cache = new Map<string, { caller: Caller; untilMs: number }>()
  return async (token) => {
    const hash = createHash('sha256').update(token).digest()
    const key = hash.toString('base64')
    const now = options.now()
    const hit = cache.get(key)
    if (hit && hit.untilMs > now) return hit.caller
    cache.delete(key)
    const caller = API_TOKEN.test(token) ? await byApiToken(options.db, hash) : await byJwt(token, options)
    if (caller) {
      if (cache.size >= CACHED) cache.clear()
      cache.set(key, {
        caller,
        untilMs: Math.min(now + (caller.expiresAtMs === null ? REVOKED_MS : CACHE_MS), caller.expiresAtMs ?? Infinity),
      })
    }
    return caller
  }
}

async function byApiToken(db: Pool, sha256: Buffer): Promise<Caller | undefined> {
  const token = await findApiToken(db, sha256)
  return token && { subject: `token:${token.name}`, name: token.name, roles: token.roles, expiresAtMs: null }
}

async function byJwt(
  token: string,
  { keys, issuer, audience, tokenType }: AuthenticateOptions,
): Promise<Caller | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      typ: tokenType,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 5,
    })
    const claimed = Array.isArray(payload['roles']) ? payload['roles'] : []
    const roles = ROLES.filter((role) => claimed.includes(role))
    const name = typeof payload['name'] === 'string' ? payload['name'] : null
    return { subject: payload.sub ?? '', name, roles, expiresAtMs: (payload.exp ?? 0) * 1000 }
  } catch (error) {
    if (error instanceof Failure) throw error
    return undefined
  }
}

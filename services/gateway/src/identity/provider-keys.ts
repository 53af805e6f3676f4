import { Failure } from '@omarino/energy'
import { createLocalJWKSet } from 'jose'
import type { JWTVerifyGetKey, JSONWebKeySet } from 'jose'

const FRESH_MS = 10 * 60_000
const REFETCH_MS = 30_000 // an unknown key id asks the provider at most this often
const FIRST_FETCH_MS = 1000 // while no key is known
const TIMEOUT_MS = 3_000
const MAX_BYTES = 256 * 1024

const unavailable = (why: string): Failure =>
  new Failure('unavailable', 'PROVIDER_UNAVAILABLE', `the identity provider cannot be reached${why}`)

/**
 * The provider's signing keys. The last good set stays in use while the provider is away; an unknown key id fetches anew,
 * at most once in 30 seconds. Whoever comes while a fetch is under way waits for that one.
 */
export function createProviderKeys(issuer: string, now: () => number): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined
  let ids = new Set<string>()
  let [goodAt, triedAt] = [-Infinity, -Infinity]
  let fetching: Promise<void> | undefined
  const fetchKeys = async (): Promise<void> => {
    const { jwks_uri } = (await getJson(`${issuer}/.well-known/openid-configuration`)) as { jwks_uri: string }
    const set = (await getJson(jwks_uri)) as JSONWebKeySet
    keys = createLocalJWKSet(set)
    ids = new Set(set.keys.map(({ kid }) => kid ?? ''))
    goodAt = now()
  }
  const refresh = (): void => {
    if (fetching || now() - triedAt <= (keys ? REFETCH_MS : FIRST_FETCH_MS)) return
    triedAt = now()
    fetching = fetchKeys().finally(() => (fetching = undefined))
    fetching.catch(() => undefined) // those who wait for it are told below; the last good keys serve the others
  }
  return async (header, token) => {
    const unknown = !ids.has(header.kid ?? '')
    if (unknown || now() - goodAt > FRESH_MS) refresh()
    if (unknown)
      await fetching?.catch((error: unknown) => {
        if (!keys) throw unavailable(`: ${error instanceof Error ? error.message : String(error)}`)
      })
    if (!keys) throw unavailable(' just now')
    return keys(header, token)
  }
}

async function getJson(url: string): Promise<unknown> {
  const reply = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`)
  const text = await reply.text()
  if (text.length > MAX_BYTES) throw new Error(`${url} answered more than ${MAX_BYTES} bytes`)
  return JSON.parse(text)
}

import { Failure } from '@omarino/energy'
import { createLocalJWKSet } from 'jose'
import type { JWTVerifyGetKey, JSONWebKeySet } from 'jose'

const FRESH_MS = 10 * 60_000
const REFETCH_MS = 30_000 // an unknown key id asks the provider at most this often
const TIMEOUT_MS = 3_000
const MAX_BYTES = 256 * 1024

/**
 * The provider's signing keys. The last good set stays in use while the provider is away; an unknown key id fetches anew,
 * at most once in 30 seconds.
 */
export function createProviderKeys(issuer: string, now: () => number): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined
  let ids = new Set<string>()
  let [goodAt, triedAt] = [-Infinity, -Infinity]
  const refresh = async (): Promise<void> => {
    triedAt = now()
    const { jwks_uri } = (await getJson(`${issuer}/.well-known/openid-configuration`)) as { jwks_uri: string }
    const set = (await getJson(jwks_uri)) as JSONWebKeySet
    keys = createLocalJWKSet(set)
    ids = new Set(set.keys.map(({ kid }) => kid ?? ''))
    goodAt = now()
  }
  return async (header, token) => {
    const unknown = !ids.has(header.kid ?? '')
    const stale = now() - goodAt > FRESH_MS
    if ((unknown || stale) && now() - triedAt > (keys ? REFETCH_MS : 1000)) {
      await refresh().catch((error: unknown) => {
        if (!keys)
          throw new Failure(
            'unavailable',
            'PROVIDER_UNAVAILABLE',
            `the identity provider cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
          )
      })
    }
    if (!keys)
      throw new Failure('unavailable', 'PROVIDER_UNAVAILABLE', 'the identity provider cannot be reached just now')
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

// An identity provider for tests: a real server with discovery and keys, which signs whatever a test asks.
import type { Cleanup } from '@omarino/platform'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CryptoKey, JWK, JWTHeaderParameters, JWTPayload } from 'jose'
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const LIFETIME_S = 300

export interface SampleProvider {
  readonly issuer: string
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
  /** How often the keys were fetched. */
  fetches(): number
  /** Replaces the signing key. */
  rotate(): Promise<void>
  stop(): void
  start(): Promise<void>
  /** A token as the provider gives it, unless the test says otherwise; `null` takes a claim away. */
  sign(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>, key?: CryptoKey | Uint8Array): Promise<string>
} // prettier-ignore

export async function sampleProvider(t: Cleanup): Promise<SampleProvider> {
  const make = async () => {
    const pair = await generateKeyPair('ES256', { extractable: true })
    const kid = randomUUID()
    return { ...pair, kid, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: 'ES256', use: 'sig' } }
  }
  let [current, fetched, issuer, port] = [await make(), 0, '', 0]
  const server = http.createServer((request, reply) => {
    const isKeys = request.url === '/jwks'
    if (isKeys) fetched += 1
    reply.setHeader('content-type', 'application/json').setHeader('connection', 'close')
    reply.end(JSON.stringify(isKeys ? { keys: [current.jwk] } : { issuer, jwks_uri: `${issuer}/jwks` }))
  })
  const start = async (): Promise<void> => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  await start()
  issuer = `http://127.0.0.1:${port}`
  const stop = (): void => {
    server.closeAllConnections()
    server.close()
  }
  t.after(stop)
  return {
    issuer,
    get kid() { return current.kid },
    get privateKey() { return current.privateKey },
    get publicJwk() { return current.jwk },
    fetches: () => fetched,
    rotate: async () => void (current = await make()),
    stop,
    start,
    sign(claims = {}, header = {}, key = current.privateKey) {
      const now = Math.floor(Date.now() / 1000)
      const all = { iss: issuer, aud: 'urn:ems', sub: 'ada', name: 'Ada', roles: ['viewer'], iat: now, exp: now + LIFETIME_S, ...claims }
      const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as JWTPayload
      return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: current.kid, ...header }).sign(key)
    },
  } // prettier-ignore
}

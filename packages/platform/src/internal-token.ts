import { Failure } from '@omarino/energy'
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose'
import type { CryptoKey, JWK, KeyObject } from 'jose'
import { uuidv7 } from './id.ts'

/** Who a request between our processes speaks for. */
export interface Principal {
  readonly subject: string
  readonly name: string | null
  readonly roles: readonly string[]
}

/** Where public halves of keys are published and looked up (schema `access`). */
export interface KeyBoard {
  publish(kid: string, service: string, jwk: JWK): Promise<void>
  find(kid: string): Promise<JWK | undefined>
}

const TYPE = 'ems-internal+jwt'
const LIFETIME_S = 60
const MAX_KEYS = 200
const RENEW_KEY_MS = 12 * 3_600_000

export interface TokenSigner {
  sign(audience: string, principal: Principal, requestId: string): Promise<string>
}

/** Makes this process's key and publishes its public half; there is no shared secret. */
export async function createSigner(service: string, board: KeyBoard): Promise<TokenSigner> {
  const { privateKey, publicKey } = await generateKeyPair('Ed25519')
  const kid = uuidv7()
  const jwk = await exportJWK(publicKey)
  await board.publish(kid, service, jwk)
  // The board forgets keys that nobody renewed for 30 days. A failed renewal has many more chances.
  setInterval(() => void board.publish(kid, service, jwk).catch(() => undefined), RENEW_KEY_MS).unref()
  return {
    sign: (audience, { subject, name, roles }, requestId) =>
      new SignJWT({ name, roles, rid: requestId })
        .setProtectedHeader({ alg: 'Ed25519', typ: TYPE, kid })
        .setIssuer(service)
        .setSubject(subject)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_S}s`)
        .sign(privateKey),
  }
}

export type TokenVerifier = (token: string) => Promise<Principal>

/** Checks tokens that other processes of ours signed for `audience`. */
export function createVerifier(audience: string, board: KeyBoard): TokenVerifier {
  const keys = new Map<string, CryptoKey | KeyObject | Uint8Array>()
  const keyOf = async (kid: string | undefined): Promise<CryptoKey | KeyObject | Uint8Array> => {
    if (!kid || !/^[0-9a-f-]{36}$/.test(kid)) throw refused()
    const known = keys.get(kid)
    if (known) return known
    const jwk = await board.find(kid)
    if (!jwk) throw refused()
    const key = await importJWK(jwk, 'Ed25519')
    if (keys.size >= MAX_KEYS) keys.clear()
    keys.set(kid, key)
    return key
  }
  return async (token) => {
    const { payload } = await jwtVerify(token, (header) => keyOf(header.kid), {
      audience, typ: TYPE, algorithms: ['Ed25519'], requiredClaims: ['exp', 'sub', 'roles'], clockTolerance: 5,
    }) // prettier-ignore
    const roles = Array.isArray(payload['roles']) ? payload['roles'].filter((role) => typeof role === 'string') : []
    return { subject: payload.sub ?? '', name: typeof payload['name'] === 'string' ? payload['name'] : null, roles }
  }
}

const refused = (): Failure =>
  new Failure('forbidden', 'TOKEN_REFUSED', 'the internal token is signed by no key of ours')

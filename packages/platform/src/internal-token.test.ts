import { Failure } from '@omarino/energy'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { createSigner } from './internal-token.ts'
import type { KeyBoard } from './internal-token.ts'
import { uuidv7 } from './id.ts'
import { memoryBoard, routesOf, sampleService } from './sample-service.ts'

const KID = uuidv7()
const ADA = { subject: 'ada', name: 'Ada', roles: ['operator'] }

/** A board with one key whose private half the test holds, so that it can sign what no process of ours would. */
async function start(t: TestContext) {
  const board = memoryBoard()
  const { privateKey, publicKey } = await generateKeyPair('Ed25519')
  const jwk = await exportJWK(publicKey)
  await board.publish(KID, 'gateway', jwk)
  const app = await sampleService(t, board, (scope) => {
    for (const { method, path } of [...routesOf('viewer'), ...routesOf('operator')])
      scope.route({ method, url: path, handler: async ({ principal }) => ({ principal }) })
  })
  const call = async (authorization: string | undefined, method: 'GET' | 'POST' = 'GET') => {
    const reply = await app.inject({ method, url: '/forecast/forecasts', headers: { ...(authorization && { authorization }) } })
    return { status: reply.statusCode, headers: reply.headers, body: reply.json<Record<string, unknown>>() }
  } // prettier-ignore
  return { board, privateKey, jwk, call }
}

const nowS = (): number => Math.floor(Date.now() / 1000)
const claims = (): JWTPayload => ({ sub: 'ada', aud: 'forecast', iss: 'gateway', roles: ['viewer'], iat: nowS(), exp: nowS() + 60 }) // prettier-ignore
const signed = (key: CryptoKey | Uint8Array, payload: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'Ed25519', typ: 'ems-internal+jwt', kid: KID, ...header }).sign(key) // prettier-ignore

const without = (name: string): JWTPayload => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name)) // prettier-ignore
/** Puts other claims behind a signature. */
const tampered = (token: string): string => {
  const [head, body, signature] = token.split('.')
  const changed = { ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), roles: ['admin'] }
  return [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
}
const unsecured = (): string => new UnsecuredJWT(claims()).encode().replace(/^[^.]+/, Buffer.from(JSON.stringify({ alg: 'none', typ: 'ems-internal+jwt', kid: KID })).toString('base64url')) // prettier-ignore

type Forge = (key: CryptoKey, publicHalf: string) => Promise<string | undefined> | string | undefined
const BAD: Readonly<Record<string, Forge>> = {
  missing: () => undefined,
  'of another scheme': async (key) => `Basic ${await signed(key, claims())}`,
  garbage: () => 'Bearer not.a.token',
  'without a signature (alg none)': () => `Bearer ${unsecured()}`,
  'signed with HS256 by the public key': async (_key, publicHalf) => `Bearer ${await signed(Buffer.from(publicHalf), claims(), { alg: 'HS256' })}`,
  expired: async (key) => `Bearer ${await signed(key, { ...claims(), exp: nowS() - 6 })}`, // 5 s are tolerated
  'without an expiry': async (key) => `Bearer ${await signed(key, without('exp'))}`,
  'not valid yet': async (key) => `Bearer ${await signed(key, { ...claims(), nbf: nowS() + 60 })}`,
  'for another audience': async (key) => `Bearer ${await signed(key, { ...claims(), aud: 'optimize' })}`,
  'without an audience': async (key) => `Bearer ${await signed(key, without('aud'))}`,
  'without a subject': async (key) => `Bearer ${await signed(key, without('sub'))}`,
  'without roles': async (key) => `Bearer ${await signed(key, without('roles'))}`,
  'of an unknown key': async (key) => `Bearer ${await signed(key, claims(), { kid: uuidv7() })}`,
  'of a key id that is no id': async (key) => `Bearer ${await signed(key, claims(), { kid: `' or true --` })}`,
  'of another type': async (key) => `Bearer ${await signed(key, claims(), { typ: 'at+jwt' })}`,
  'whose claims were changed': async (key) => `Bearer ${tampered(await signed(key, claims()))}`,
  'signed by another key under a known id': async () => `Bearer ${await signed((await generateKeyPair('Ed25519')).privateKey, claims())}`,
  'with an extension that nobody knows (crit)': async (key) => `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'Ed25519', typ: 'ems-internal+jwt', kid: KID, crit: ['ext'], ext: 1 }).sign(key, { crit: { ext: true } })}`,
} // prettier-ignore

for (const [what, forge] of Object.entries(BAD))
  test(`a token ${what} is 401 at a service`, async (t) => {
    const { privateKey, jwk, call } = await start(t)
    const { status, body, headers } = await call(await forge(privateKey, JSON.stringify(jwk)))
    assert.deepEqual([status, body['code'], headers['www-authenticate']], [401, 'INTERNAL_TOKEN_REQUIRED', 'Bearer'])
  })

test('what another process of ours signs for this service is believed: who, by which name, in which roles', async (t) => {
  const { board, call } = await start(t)
  const signer = await createSigner('gateway', board)
  const { status, body } = await call(`Bearer ${await signer.sign('forecast', ADA, 'request-1')}`)
  assert.deepEqual([status, body], [200, { principal: ADA }])
  assert.equal((await call(`Bearer ${await signer.sign('optimize', ADA, 'request-1')}`)).status, 401)
})

test('a role that does not reach is 403 and says which role would; roles that are no roles give nothing', async (t) => {
  const { board, privateKey, call } = await start(t)
  const signer = await createSigner('gateway', board)
  const viewer = `Bearer ${await signer.sign('forecast', { ...ADA, roles: ['viewer'] }, 'request-1')}`
  const refused = await call(viewer, 'POST')
  assert.deepEqual([refused.status, refused.body['code'], refused.body['detail']], [403, 'ROLE_MISSING', 'this needs the role operator']) // prettier-ignore
  assert.equal((await call(viewer)).status, 200)
  for (const roles of [[], ['root'], 'admin', [7]])
    assert.equal((await call(`Bearer ${await signed(privateKey, { ...claims(), roles })}`)).status, 403)
})

test('a board that cannot be read just now is 503, not 401: the caller may come back', async (t) => {
  const { board } = await start(t)
  const signer = await createSigner('gateway', board)
  const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const away: KeyBoard = { ...board, find: () => Promise.reject(lost) }
  const translate = (error: unknown): unknown => (error === lost ? new Failure('unavailable', 'DATABASE_UNAVAILABLE', 'away') : error) // prettier-ignore
  const app = await sampleService(t, away, (scope) => void scope.get('/forecast/forecasts', async () => ({})), { translate }) // prettier-ignore
  const authorization = `Bearer ${await signer.sign('forecast', ADA, 'request-1')}`
  const reply = await app.inject({ url: '/forecast/forecasts', headers: { authorization } })
  assert.deepEqual([reply.statusCode, reply.json<{ code: string }>().code], [503, 'DATABASE_UNAVAILABLE'])
})

test('a key is looked up once and then remembered', async (t) => {
  const { board } = await start(t)
  let asked = 0
  const counting: KeyBoard = { ...board, find: (kid) => ((asked += 1), board.find(kid)) }
  const app = await sampleService(t, counting, (scope) => void scope.get('/forecast/forecasts', async () => ({})))
  const signer = await createSigner('gateway', board)
  for (const id of ['one', 'two', 'three']) {
    const authorization = `Bearer ${await signer.sign('forecast', ADA, id)}`
    assert.equal((await app.inject({ url: '/forecast/forecasts', headers: { authorization } })).statusCode, 200)
  }
  assert.equal(asked, 1)
})

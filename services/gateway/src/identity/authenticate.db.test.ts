import { Failure } from '@omarino/energy'
import { addApiToken, testDatabase } from '@omarino/store'
import { exportSPKI, generateKeyPair, SignJWT } from 'jose'
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Pool } from 'pg'
import { sampleProvider } from '../sample-provider.ts'
import type { SampleProvider } from '../sample-provider.ts'
import { createAuthenticator } from './authenticate.ts'
import { createProviderKeys } from './provider-keys.ts'

const cleanup: (() => unknown)[] = []
let db: Pool
before(async () => {
  ;({ db } = await testDatabase({ after: (fn) => void cleanup.push(fn as () => unknown) }))
})
after(async () => {
  for (const fn of cleanup) await fn()
})

async function open(t: TestContext) {
  const provider = await sampleProvider(t)
  const clock = { now: () => Date.now() }
  const now = (): number => clock.now()
  const { issuer } = provider
  const authenticate = createAuthenticator({ db, keys: createProviderKeys(issuer, now), issuer, audience: 'urn:ems', tokenType: 'at+jwt', now }) // prettier-ignore
  return { provider, authenticate, clock }
}

const nowS = (): number => Math.floor(Date.now() / 1000)
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const none = async (provider: SampleProvider): Promise<string> => {
  const [, claims] = (await provider.sign({ roles: ['admin'] })).split('.')
  return `${part({ alg: 'none', typ: 'at+jwt', kid: provider.kid })}.${claims}.`
}

/** Kinds of tokens that speak for nobody. */
const BAD: Readonly<Record<string, (provider: SampleProvider) => Promise<string>>> = {
  'without a signature (alg none)': none,
  'signed by HS256 with the public key as a secret': async (provider) =>
    provider.sign({}, { alg: 'HS256' }, Buffer.from(await exportSPKI((await generateKeyPair('ES256')).publicKey))),
  'signed by HS256 with the published JWK as a secret': (provider) =>
    provider.sign({}, { alg: 'HS256' }, Buffer.from(JSON.stringify(provider.publicJwk))),
  'of another issuer': (provider) => provider.sign({ iss: 'http://127.0.0.1:1' }),
  'of an issuer that only begins like ours': (provider) => provider.sign({ iss: `${provider.issuer}.evil` }),
  'without an issuer': (provider) => provider.sign({ iss: null }),
  'for another audience': (provider) => provider.sign({ aud: 'ems-web' }),
  'without an audience': (provider) => provider.sign({ aud: null }),
  expired: (provider) => provider.sign({ exp: nowS() - 6 }),
  'without an expiry': (provider) => provider.sign({ exp: null }),
  'not valid yet': (provider) => provider.sign({ nbf: nowS() + 60 }),
  'without a subject': (provider) => provider.sign({ sub: null }),
  'that is an id token': (provider) => provider.sign({ nonce: 'n' }, { typ: 'JWT' }),
  'of an unknown key': (provider) => provider.sign({}, { kid: randomUUID() }),
  'signed by another key under the id of the provider’s': async (provider) =>
    provider.sign({}, {}, (await generateKeyPair('ES256')).privateKey),
  'that brings its own key (jwk)': async (provider) => {
    const { privateKey } = await generateKeyPair('ES256')
    return provider.sign({}, { jwk: provider.publicJwk, kid: randomUUID() }, privateKey)
  },
  'that says where its key lies (jku)': async (provider) =>
    provider.sign({}, { jku: 'http://127.0.0.1:1/jwks' }, (await generateKeyPair('ES256')).privateKey),
  'with an extension that nobody knows (crit)': (provider) =>
    new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: provider.kid, crit: ['ext'], ext: 1 }).sign(provider.privateKey, { crit: { ext: true } }), // prettier-ignore
  'that is garbage': async () => 'a.b.c',
  'that is empty': async () => '',
}

for (const [what, make] of Object.entries(BAD))
  test(`a token ${what} speaks for nobody`, async (t) => {
    const { provider, authenticate } = await open(t)
    await authenticate(await provider.sign())
    assert.equal(await authenticate(await make(provider)), undefined)
  })

test('a good token tells subject, name, roles of ours and its end', async (t) => {
  const { provider, authenticate } = await open(t)
  const exp = nowS() + 100
  const caller = await authenticate(await provider.sign({ exp, roles: ['operator', 'root', 'viewer'] }))
  assert.deepEqual(caller, { subject: 'ada', name: 'Ada', roles: ['viewer', 'operator'], expiresAtMs: exp * 1000 })
})

test('a token that was good is not kept beyond its end, nor beyond 30 seconds', async (t) => {
  const { provider, authenticate, clock } = await open(t)
  const token = await provider.sign({ exp: nowS() + 10 })
  assert.equal((await authenticate(token))?.subject, 'ada')
  const start = Date.now()
  provider.stop()
  clock.now = () => start + 11_000 // the cache forgets it; the check itself goes by the clock of this machine
  assert.equal((await authenticate(token))?.subject, 'ada')
  assert.equal(await authenticate(await provider.sign({ exp: nowS() - 6 })), undefined)
})

test('an API token speaks until it is revoked, and no longer than 5 seconds after', async (t) => {
  const { authenticate, clock } = await open(t)
  const token = `ems_${randomBytes(32).toString('base64url')}`
  const sha256 = createHash('sha256').update(token).digest()
  await addApiToken(db, { id: randomUUID(), name: 'meter', roles: ['operator'], sha256 })
  assert.deepEqual(await authenticate(token), { subject: 'token:meter', name: 'meter', roles: ['operator'], expiresAtMs: null }) // prettier-ignore
  await db.query('update access.token set revoked_at = now()')
  const start = Date.now()
  clock.now = () => start + 5_001
  assert.equal(await authenticate(token), undefined)
})

test('without provider and without keys a JWT is a failure that passes, not a refusal', async (t) => {
  const { provider, authenticate } = await open(t)
  const token = await provider.sign()
  provider.stop()
  await assert.rejects(authenticate(token), (error) => error instanceof Failure && error.kind === 'unavailable')
})

import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { createProvider, rolesOf } from './provider.ts'

const TOKENS = { accessToken: 'old', refreshToken: 'refresh', idToken: null, expiresAtMs: 0 }

/** A provider whose token endpoint answers as it is told. */
async function provider(t: TestContext, status: number, body: object) {
  const server = http.createServer((request, reply) => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const isToken = request.url === '/token'
    reply.writeHead(isToken ? status : 200, { 'content-type': 'application/json', connection: 'close' })
    reply.end(JSON.stringify(isToken ? body : { issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/auth` })) // prettier-ignore
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return createProvider({ issuer, clientId: 'ems-web', clientSecret: 'secret', webUrl: 'http://localhost:3000', gateway: '', sessionKey: 'key', insecureCookies: true }) // prettier-ignore
}

const isUnavailable = (error: unknown): boolean => error instanceof Failure && error.kind === 'unavailable'

test('only a grant that has ended ends the session; a provider in trouble does not', async (t) => {
  assert.equal(await (await provider(t, 400, { error: 'invalid_grant' })).refresh(TOKENS), undefined)
  for (const [status, error] of [
    [500, 'server_error'],
    [503, 'temporarily_unavailable'],
    [401, 'invalid_client'],
  ] as const)
    // prettier-ignore
    await assert.rejects((await provider(t, status, { error })).refresh(TOKENS), isUnavailable)
})

test('without a refresh token a session ends with its access token', async (t) => {
  assert.equal(await (await provider(t, 200, {})).refresh({ ...TOKENS, refreshToken: null }), undefined)
})

test('what a refresh does not bring anew stays as it was', async (t) => {
  const fresh = await (await provider(t, 200, { access_token: 'new', token_type: 'bearer', expires_in: 60 })).refresh({ ...TOKENS, idToken: 'id' }) // prettier-ignore
  assert.deepEqual([fresh?.accessToken, fresh?.refreshToken, fresh?.idToken], ['new', 'refresh', 'id'])
})

test('a provider that says no end of sessions gives no address for it', async (t) => {
  assert.equal(await (await provider(t, 200, {})).endSessionUrl('id'), null)
})

test('only roles of ours count, whatever else is claimed', () => {
  assert.deepEqual(rolesOf(['admin', 'root', 'viewer', 7]), ['viewer', 'admin'])
  for (const claimed of [undefined, null, 'admin', { admin: true }]) assert.deepEqual(rolesOf(claimed), [])
})

import { startProcess, testBrowser } from '@omarino/platform'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { atProvider, CALLBACK, PASSWORDS, pkce, sampleIdentity, submitPassword, WEB_URL } from './sample-identity.ts'
import type { SampleIdentity } from './sample-identity.ts'

suite('the built-in provider, as a process', () => {
  const cleanup: (() => unknown)[] = []
  after(async () => {
    for (const fn of cleanup) await fn()
  })
  let identity: SampleIdentity
  before(async () => {
    identity = await sampleIdentity({ after: (fn) => void cleanup.push(fn) })
  })

  /** Signs in and trades the code. */
  async function tokensOf(name: keyof typeof PASSWORDS) {
    const { verifier, challenge } = pkce()
    const parameters = await identity.signIn(testBrowser(), name, challenge)
    const code = parameters.get('code') ?? ''
    const trade = () => identity.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier }) // prettier-ignore
    return { parameters, trade, ...(await trade()) }
  }

  for (const name of ['viewer', 'operator', 'admin'] as const)
    test(`${name} gets an access token that is a JWT for urn:ems with the role ${name}, signed by a published key`, async () => {
      const { status, body, parameters } = await tokensOf(name)
      assert.equal(status, 200)
      assert.equal(parameters.get('state'), 'some-state')
      const accessToken = body['access_token'] as string
      const keys = createRemoteJWKSet(new URL(`${identity.issuer}/jwks`))
      const { payload } = await jwtVerify(accessToken, keys, { issuer: identity.issuer, audience: 'urn:ems', typ: 'at+jwt', algorithms: ['ES256'] }) // prettier-ignore
      assert.deepEqual([payload.sub, payload['name'], payload['roles']], [name, name, [name]])
      assert.ok((payload.exp ?? 0) - (payload.iat ?? 0) === 900)
      const { payload: idClaims } = await jwtVerify(body['id_token'] as string, keys, { issuer: identity.issuer, audience: 'ems-web' }) // prettier-ignore
      assert.equal(idClaims['nonce'], 'some-nonce')
      assert.notEqual(decodeProtectedHeader(body['id_token'] as string).typ, 'at+jwt') // so that it opens no gateway
      assert.equal(typeof body['refresh_token'], 'string')
    })

  test('published keys hold no private half', async () => {
    const { keys } = (await (await fetch(`${identity.issuer}/jwks`)).json()) as { keys: object[] }
    assert.equal(keys.length, 1)
    assert.ok(!('d' in keys[0]))
  })

  test('a code is good once; used twice, what it gave ends too', async () => {
    const { trade, body } = await tokensOf('viewer')
    assert.deepEqual([(await trade()).status, (await trade()).body['error']], [400, 'invalid_grant'])
    const refreshed = await identity.token({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] as string }) // prettier-ignore
    assert.equal(refreshed.body['error'], 'invalid_grant')
  })

  test('a code is good for nobody without the verifier and the secret', async () => {
    const [one, two] = [pkce(), pkce()]
    for (const [verifier, secret, error] of [
      [two.verifier, undefined, 'invalid_grant'],
      [undefined, undefined, 'invalid_grant'],
      [one.verifier, 'wrong', 'invalid_client'],
    ] as const) {
      // prettier-ignore
      const code = (await identity.signIn(testBrowser(), 'viewer', one.challenge)).get('code') ?? ''
      const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...(verifier && { code_verifier: verifier }) } // prettier-ignore
      assert.equal((await identity.token(fields, secret)).body['error'], error)
    }
  })

  test('a refresh token gives a fresh access token with the roles of the moment, and none once it is revoked', async () => {
    const { body } = await tokensOf('operator')
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] as string, resource: 'urn:ems' }
    await identity.db.query(`update identity.account set role = 'viewer' where name = 'operator'`)
    const again = await identity.token(fields)
    await identity.db.query(`update identity.account set role = 'operator' where name = 'operator'`)
    const claims = JSON.parse(Buffer.from((again.body['access_token'] as string).split('.')[1], 'base64url').toString()) as { roles: string[] } // prettier-ignore
    assert.deepEqual(claims.roles, ['viewer'])
    await identity.db.query(`delete from identity.record where model = 'Grant'`)
    assert.equal((await identity.token(fields)).body['error'], 'invalid_grant')
  })

  test('without PKCE, or with plain, there is no sign-in', async () => {
    for (const parameters of [
      { code_challenge_method: null },
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
    ]) {
      // prettier-ignore
      const page = await testBrowser().follow(identity.authorizeUrl(parameters), atProvider)
      const answer = new URL(page.headers.get('location') ?? '').searchParams
      assert.equal(answer.get('error'), 'invalid_request')
      assert.equal(answer.get('code'), null)
    }
  })

  test('an address to return to that was not registered, or an unknown client, gets a page and no redirect', async () => {
    const { challenge } = pkce()
    for (const parameters of [
      { redirect_uri: 'http://evil.example/auth/callback' },
      { redirect_uri: `${CALLBACK}/more` },
      { redirect_uri: `${WEB_URL}/auth/callback?x=1` },
      { client_id: 'other' },
    ]) {
      // prettier-ignore
      const page = await testBrowser().follow(identity.authorizeUrl({ code_challenge: challenge, ...parameters }), atProvider) // prettier-ignore
      assert.equal(page.status, 400)
      assert.equal(page.headers.get('location'), null)
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
      assert.match(page.text, /Sign-in failed/)
      assert.ok(page.text.includes(`href="${WEB_URL}/"`))
    }
  })

  test('the page of the sign-in carries a policy that lets nothing run and nobody frame it, and is kept in no cache', async () => {
    const page = await testBrowser().follow(identity.authorizeUrl({ code_challenge: pkce().challenge }), atProvider)
    assert.equal(page.status, 200)
    const csp = page.headers.get('content-security-policy') ?? ''
    assert.match(csp, /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; frame-ancestors 'none'; base-uri 'none'$/)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    assert.doesNotMatch(page.text, /<script/)
    assert.match(page.text, /autocomplete="current-password"/)
  })

  test('a wrong password and an unknown name get the same page with 401, and what was typed is escaped', async () => {
    const browser = testBrowser()
    const page = await browser.follow(identity.authorizeUrl({ code_challenge: pkce().challenge }), atProvider)
    const answers = []
    for (const name of ['admin', 'nobody', '"><script>alert(1)</script>']) {
      const answer = await submitPassword(browser, page, name, 'wrong')
      assert.equal(answer.status, 401)
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
      assert.doesNotMatch(answer.text, /<script/)
      answers.push(answer.text.replaceAll(name, 'NAME'))
    }
    assert.match(answers[0], /User or password is wrong\./)
    assert.equal(answers[0], answers[1])
    assert.equal((await submitPassword(browser, page, 'admin', PASSWORDS.admin)).status, 303) // the same form goes on
  })

  test('after five failures even the right password waits with 429, for this name alone, until five minutes have passed', async () => {
    const browser = testBrowser()
    const page = await browser.follow(identity.authorizeUrl({ code_challenge: pkce().challenge }), atProvider)
    for (let n = 0; n < 5; n++) assert.equal((await submitPassword(browser, page, 'operator', 'wrong')).status, 401)
    const refused = await submitPassword(browser, page, 'operator', PASSWORDS.operator)
    assert.equal(refused.status, 429)
    assert.match(refused.text, /Too many attempts/)
    const other = await testBrowser().follow(identity.authorizeUrl({ code_challenge: pkce().challenge }), atProvider)
    assert.equal(other.status, 200)
    await identity.db.query(`update identity.failed_login set at = at - interval '5 minutes 1 second' where name = 'operator'`) // prettier-ignore
    assert.equal((await submitPassword(browser, page, 'operator', PASSWORDS.operator)).status, 303)
  })

  test('a form of a sign-in that has ended gets a page that says so', async () => {
    const page = await testBrowser().request(`${identity.issuer}/interaction/of-nobody`)
    assert.equal(page.status, 400)
    assert.match(page.text, /This sign-in has expired/)
    assert.ok(page.text.includes(`href="${WEB_URL}/"`))
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  })

  test('a restart keeps keys, sessions and refresh tokens: nobody signs in again', async () => {
    const browser = testBrowser()
    const first = pkce()
    const code = (await identity.signIn(browser, 'viewer', first.challenge)).get('code') ?? ''
    const { body } = await identity.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: first.verifier }) // prettier-ignore
    const keysOf = async () => (await fetch(`${identity.issuer}/jwks`)).text()
    const keys = await keysOf()
    await identity.restart()
    assert.equal(await keysOf(), keys)
    const refreshed = await identity.token({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] as string }) // prettier-ignore
    assert.equal(refreshed.status, 200)
    const silent = await browser.follow(identity.authorizeUrl({ code_challenge: pkce().challenge }), atProvider)
    assert.ok(silent.headers.get('location')?.startsWith(`${CALLBACK}?code=`)) // no form on the way
  })

  test('signing out at the provider ends its session: the next sign-in asks for the password', async () => {
    const browser = testBrowser()
    const { verifier, challenge } = pkce()
    const code = (await identity.signIn(browser, 'viewer', challenge)).get('code') ?? ''
    const { body } = await identity.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier }) // prettier-ignore
    const hint = new URLSearchParams({ id_token_hint: body['id_token'] as string, post_logout_redirect_uri: `${WEB_URL}/` }) // prettier-ignore
    const page = await browser.follow(`${identity.issuer}/session/end?${hint}`, atProvider)
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'sha256-/)
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page.text)?.[1] ?? ''
    const done = await browser.submit(`${identity.issuer}/session/end/confirm`, { xsrf, logout: 'yes' }, atProvider)
    assert.equal(done.headers.get('location'), `${WEB_URL}/`)
    const again = await browser.follow(identity.authorizeUrl({ code_challenge: pkce().challenge }), atProvider)
    assert.match(again.text, /autocomplete="current-password"/)
  })
})

test('in production the provider does not start, and says what to set', async (t) => {
  const { code, stderr } = await startProcess(t, 'services/identity/src/main.ts', { NODE_ENV: 'production', DATABASE_URL: 'postgres://127.0.0.1:1/none' }).ended // prettier-ignore
  assert.equal(code, 2)
  assert.match(stderr, /^identity: the built-in identity provider is for demonstration, development and tests; set OIDC_ISSUER\n$/) // prettier-ignore
})

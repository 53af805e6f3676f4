import { testBrowser } from '@omarino/platform'
import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { APP_PAGE, json, servers, sessionOf, told } from './sample-web.ts'

suite('signing in over HTTP, as a browser does', () => {
  const web = servers()
  beforeEach(() => void (web().seen.length = 0))

  test('signing in leads through the provider back to the page that was asked for, and the session says who it is', async () => {
    const browser = testBrowser()
    assert.deepEqual(await sessionOf(web(), browser), { authenticated: false })
    const end = await web().signIn(browser, 'operator', '/plans?site=demo')
    assert.deepEqual([end.status, end.url, end.text], [200, `${web().url}/plans?site=demo`, APP_PAGE])
    const { csrf, ...session } = await sessionOf(web(), browser)
    assert.deepEqual(session, { authenticated: true, subject: 'operator', name: 'operator', roles: ['operator'] })
    assert.match(csrf ?? '', /^[\w-]{43}$/)
    const { rows } = await web().db.query('select name, roles from access.app_user where subject = $1', ['operator'])
    assert.deepEqual(rows, [{ name: 'operator', roles: ['operator'] }])
  })

  test('the browser holds a random id and no token, the database its hash and no token in the clear', async () => {
    const browser = testBrowser()
    const end = await web().signIn(browser, 'viewer')
    const cookie = browser.cookie('ems_sid') ?? ''
    assert.match(cookie, /^[\w-]{43}$/)
    assert.equal(browser.cookie('ems_login'), undefined)
    assert.doesNotMatch([...end.headers].join(), /eyJ/)
    const { rows } = await web().db.query<{ tokens: Buffer }>('select tokens from web.session where id_sha256 = $1', [web().sessionId(cookie)]) // prettier-ignore
    assert.equal(rows.length, 1)
    assert.doesNotMatch(rows[0].tokens.toString('latin1'), /eyJ|accessToken/)
  })

  test('the session changes its id at each sign-in, and the old one ends', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'viewer')
    const old = browser.cookie('ems_sid') ?? ''
    await browser.follow(`${web().url}/auth/login`) // the provider knows this browser: no form
    assert.notEqual(browser.cookie('ems_sid'), old)
    const thief = testBrowser()
    thief.setCookie(web().url, 'ems_sid', old)
    assert.equal((await sessionOf(web(), thief)).authenticated, false)
  })

  test('calls to /api reach the gateway with the token, the browser’s own headers stay behind, the reply comes back', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'viewer')
    const headers = { authorization: 'Bearer forged', 'x-omarino-context': 'admin', 'x-forwarded-for': '10.0.0.1', 'last-event-id': '7-7', accept: 'text/event-stream' } // prettier-ignore
    const page = await browser.request(`${web().url}/api/optimize/runs?site=a%2Fb`, { headers })
    assert.deepEqual([page.status, page.text, page.headers.get('x-from')], [200, '{"from":"gateway"}', 'gateway'])
    assert.equal(page.headers.get('authorization'), null)
    const [seen] = web().seen
    assert.deepEqual([seen.method, seen.url], ['GET', '/optimize/runs?site=a%2Fb'])
    const claims = JSON.parse(Buffer.from((seen.headers.authorization ?? '').split('.')[1], 'base64url').toString()) as { aud: string; roles: string[] } // prettier-ignore
    assert.deepEqual([claims.aud, claims.roles], ['urn:ems', ['viewer']])
    assert.deepEqual([seen.headers['last-event-id'], seen.headers.accept, seen.headers['x-request-id']], ['7-7', 'text/event-stream', page.headers.get('x-request-id')]) // prettier-ignore
    assert.deepEqual(['cookie', 'x-omarino-context', 'x-forwarded-for'].filter((name) => name in seen.headers), []) // prettier-ignore
  })

  test('without a session /api is 401 and nothing is asked of the gateway', async () => {
    for (const cookie of [undefined, 'x'.repeat(43), '', `${'x'.repeat(43)}; ems_sid=other`]) {
      const browser = testBrowser()
      if (cookie !== undefined) browser.setCookie(web().url, 'ems_sid', cookie)
      assert.deepEqual(told(await browser.request(`${web().url}/api/me`)), [401, 'NOT_SIGNED_IN'])
    }
    assert.deepEqual(web().seen, [])
  })

  test('an unsafe method needs the token of this session and must come from our own pages', async () => {
    const [browser, other] = [testBrowser(), testBrowser()]
    await web().signIn(browser, 'operator')
    await web().signIn(other, 'operator')
    const csrf = (await sessionOf(web(), browser)).csrf ?? ''
    const foreign = (await sessionOf(web(), other)).csrf ?? ''
    const post = (headers: Record<string, string>, method = 'POST') =>
      browser.request(`${web().url}/api/optimize/runs`, { method, body: '{"site":"demo"}', headers: { 'content-type': 'application/json', ...headers } }) // prettier-ignore
    const own = { 'x-ems-csrf': csrf, origin: web().url, 'sec-fetch-site': 'same-origin' }
    for (const headers of [
      {}, { ...own, 'x-ems-csrf': '' }, { ...own, 'x-ems-csrf': foreign }, { ...own, 'x-ems-csrf': `${csrf}x` }, { ...own, origin: 'http://evil.example' },
      { ...own, origin: 'null' }, { ...own, origin: `${web().url}.evil.example` }, { ...own, 'sec-fetch-site': 'cross-site' }, { ...own, 'sec-fetch-site': 'same-site' },
    ]) // prettier-ignore
      for (const method of ['POST', 'PUT', 'DELETE'])
        assert.deepEqual(told(await post(headers as Record<string, string>, method)), [403, 'CSRF'], `${method} ${JSON.stringify(headers)}`) // prettier-ignore
    assert.deepEqual(web().seen, [])
    assert.equal((await post(own)).status, 200)
    assert.deepEqual([web().seen[0].body, web().seen[0].headers['content-type']], ['{"site":"demo"}', 'application/json']) // prettier-ignore
  })

  test('a stream of events is refused to another site', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'viewer')
    const get = (site: string) => browser.request(`${web().url}/api/events`, { headers: { 'sec-fetch-site': site } })
    assert.deepEqual(told(await get('cross-site')), [403, 'CSRF'])
    assert.equal((await get('same-origin')).status, 200)
  })

  test('a callback that this browser did not begin, of another sign-in, or used again, signs nobody in', async () => {
    const [browser, stranger] = [testBrowser(), testBrowser()]
    const atCallback = (next: string): boolean => !next.includes('/auth/callback')
    const form = await browser.follow(`${web().url}/auth/login`)
    const end = await browser.submit(form.url, { name: 'viewer', password: 'viewer-password-1' }, atCallback)
    const callback = end.headers.get('location') ?? ''
    assert.deepEqual(told(await stranger.request(callback)), [403, 'SIGN_IN_EXPIRED'])
    await stranger.request(`${web().url}/auth/login`) // begins its own
    assert.deepEqual(told(await stranger.request(callback)), [403, 'SIGN_IN_REFUSED']) // another state
    const changed = new URL(callback)
    changed.searchParams.set('state', 'other')
    assert.deepEqual(told(await browser.request(changed.href)), [403, 'SIGN_IN_REFUSED'])
    const login = browser.cookie('ems_login') ?? ''
    assert.equal((await browser.request(callback)).status, 302)
    assert.deepEqual(told(await browser.request(callback)), [403, 'SIGN_IN_EXPIRED'])
    browser.setCookie(web().url, 'ems_login', login) // kept by somebody
    assert.deepEqual(told(await browser.request(callback)), [403, 'SIGN_IN_REFUSED'])
    assert.equal((await sessionOf(web(), stranger)).authenticated, false)
  })

  test('a sign-in cookie that was changed is none', async () => {
    const browser = testBrowser()
    await browser.request(`${web().url}/auth/login`)
    const login = Buffer.from(browser.cookie('ems_login') ?? '', 'base64url')
    login[login.length - 1] ^= 1
    for (const value of [login.toString('base64url'), 'x', '']) {
      browser.setCookie(web().url, 'ems_login', value)
      assert.deepEqual(told(await browser.request(`${web().url}/auth/callback?code=x&state=y`)), [403, 'SIGN_IN_EXPIRED']) // prettier-ignore
    }
  })

  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/ok\r\nset-cookie: a=b',
    '',
  ])
    // prettier-ignore
    test(`a return to ${JSON.stringify(evil)} leads to the first page of ours`, async () => {
      const end = await web().signIn(testBrowser(), 'viewer', evil)
      assert.deepEqual([end.status, end.url], [200, `${web().url}/`])
    })

  test('a session that rested for 30 minutes, or is 12 hours old, has ended', async () => {
    for (const change of [
      `seen_at = now() - interval '30 minutes 1 second'`,
      `expires_at = now() - interval '1 second'`,
    ]) {
      // prettier-ignore
      const browser = testBrowser()
      await web().signIn(browser, 'admin')
      const id = web().sessionId(browser.cookie('ems_sid'))
      const { rows } = await web().db.query<{ hours: number }>('select extract(epoch from expires_at - created_at)::float8 / 3600 as hours from web.session where id_sha256 = $1', [id]) // prettier-ignore
      assert.equal(rows[0].hours, 12)
      await web().db.query(`update web.session set seen_at = now() - interval '29 minutes' where id_sha256 = $1`, [id])
      assert.equal((await sessionOf(web(), browser)).authenticated, true) // and is seen again by this
      await web().db.query(`update web.session set ${change} where id_sha256 = $1`, [id])
      assert.equal((await sessionOf(web(), browser)).authenticated, false)
      assert.deepEqual(told(await browser.request(`${web().url}/api/me`)), [401, 'NOT_SIGNED_IN'])
    }
  })

  test('a session whose tokens were changed in the database is none', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'admin')
    await web().db.query(`update web.session set tokens = set_byte(tokens, 40, get_byte(tokens, 40) # 1) where id_sha256 = $1`, [web().sessionId(browser.cookie('ems_sid'))]) // prettier-ignore
    assert.equal((await sessionOf(web(), browser)).authenticated, false)
  })

  test('signing out ends the session, clears the cookie and tells where the provider’s session ends', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'operator')
    const cookie = browser.cookie('ems_sid') ?? ''
    const csrf = (await sessionOf(web(), browser)).csrf ?? ''
    const logout = (headers: Record<string, string>, client = browser) => client.request(`${web().url}/auth/logout`, { method: 'POST', headers }) // prettier-ignore
    const forged = await logout({ origin: 'http://evil.example', 'x-ems-csrf': csrf })
    assert.deepEqual([told(forged), forged.setCookies], [[403, 'CSRF'], []])
    const withoutCookie = await logout({ origin: 'http://evil.example' }, testBrowser()) // SameSite keeps it back
    assert.deepEqual(withoutCookie.setCookies, []) // which would sign the user out all the same
    assert.equal((await sessionOf(web(), browser)).authenticated, true)
    const page = await logout({ 'x-ems-csrf': csrf, origin: web().url })
    const endSession = new URL(json(page)['endSessionUrl'] as string)
    assert.equal(endSession.origin + endSession.pathname, `${web().issuer}/session/end`)
    assert.equal(endSession.searchParams.get('post_logout_redirect_uri'), `${web().url}/`)
    assert.ok(endSession.searchParams.get('id_token_hint'))
    assert.equal(browser.cookie('ems_sid'), undefined)
    browser.setCookie(web().url, 'ems_sid', cookie)
    assert.equal((await sessionOf(web(), browser)).authenticated, false)
    const again = await logout({})
    assert.deepEqual([again.status, json(again)['endSessionUrl']], [200, null])
  })

  test('pages carry a policy without inline script, unknown paths are the application’s own, and only built files are assets', async () => {
    for (const path of ['/', '/plans/some-id', '/no/such/page?x=1']) {
      const page = await testBrowser().request(web().url + path)
      assert.deepEqual([page.status, page.text], [200, APP_PAGE])
      const csp = page.headers.get('content-security-policy') ?? ''
      for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]) assert.ok(csp.split('; ').includes(part), part) // prettier-ignore
      assert.doesNotMatch(csp, /unsafe/)
      const header = (name: string): string | null => page.headers.get(name)
      assert.deepEqual([header('x-content-type-options'), header('referrer-policy'), header('cross-origin-opener-policy'), header('cache-control')], ['nosniff', 'no-referrer', 'same-origin', 'no-store']) // prettier-ignore
    }
    const asset = await testBrowser().request(`${web().url}/assets/index-abc123.js`)
    assert.equal(asset.status, 200)
    assert.match(asset.headers.get('cache-control') ?? '', /max-age=31536000, immutable/)
    for (const path of ['/assets/missing.js', '/assets/..%2findex.html'])
      assert.equal((await testBrowser().request(web().url + path)).status, 404, path)
  })

  test('the icon that the page names is an image', async () => {
    const icon = await testBrowser().request(`${web().url}/icon.svg`)
    assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, 'image/svg+xml'])
  })

  test('a gateway that is gone is 503 with the request id; signing in goes on', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'viewer')
    web().gateway.closeAllConnections()
    web().gateway.close()
    const page = await browser.request(`${web().url}/api/me`)
    assert.deepEqual(told(page), [503, 'GATEWAY_UNAVAILABLE'])
    assert.equal(json(page)['requestId'], page.headers.get('x-request-id'))
    assert.equal((await sessionOf(web(), browser)).authenticated, true)
  })
})

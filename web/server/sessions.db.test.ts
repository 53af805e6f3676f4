import { testBrowser } from '@omarino/platform'
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { servers, sessionOf, told } from './sample-web.ts'

suite('tokens that are about to end', () => {
  const web = servers({ accessTokenSeconds: 32 })

  test('a token is renewed before it ends, once for many requests at a time, and the session keeps its id', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'operator')
    const cookie = browser.cookie('ems_sid')
    const call = () => browser.request(`${web().url}/api/me`)
    await call()
    await sleep(2100) // now less than 30 s are left
    await Promise.all([call(), call(), call(), call()])
    const used = new Set(web().seen.map(({ headers }) => headers.authorization))
    assert.equal(used.size, 2)
    assert.equal(browser.cookie('ems_sid'), cookie)
  })

  test('a renewed token brings the roles of the moment', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'operator')
    await web().db.query(`update identity.account set role = 'viewer' where name = 'operator'`)
    await sleep(2100)
    assert.deepEqual((await sessionOf(web(), browser)).roles, ['viewer'])
    await web().db.query(`update identity.account set role = 'operator' where name = 'operator'`)
  })

  test('a provider that is away ends no session: 503 now, and on it goes when it is back', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'viewer')
    await web().stopProvider()
    await sleep(2100)
    assert.deepEqual(told(await browser.request(`${web().url}/api/me`)), [503, 'PROVIDER_UNAVAILABLE'])
    await web().startProvider()
    assert.equal((await browser.request(`${web().url}/api/me`)).status, 200)
  })

  test('a grant that was taken back signs out at the next renewal', async () => {
    const browser = testBrowser()
    await web().signIn(browser, 'viewer')
    await web().db.query(`delete from identity.record where model in ('Grant', 'RefreshToken')`)
    await sleep(2100)
    assert.deepEqual(told(await browser.request(`${web().url}/api/me`)), [401, 'NOT_SIGNED_IN'])
    const { rows } = await web().db.query('select from web.session where id_sha256 = $1', [web().sessionId(browser.cookie('ems_sid'))]) // prettier-ignore
    assert.deepEqual(rows, [])
  })
})

suite('cookies over HTTPS', () => {
  const web = servers({ secureCookies: true })

  test('are bound to the host, sent only over HTTPS, out of reach of scripts and other sites, and cleared as they were set', async () => {
    const browser = testBrowser()
    const begin = await browser.request(`${web().url}/auth/login`)
    assert.match(begin.setCookies[0], /^__Host-ems_login=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const form = await browser.follow(begin.headers.get('location') ?? '')
    const end = await browser.submit(form.url, { name: 'viewer', password: 'viewer-password-1' }, (next) => !next.includes('/auth/callback')) // prettier-ignore
    const { setCookies } = await browser.request(end.headers.get('location') ?? '')
    const [cleared, set] = setCookies.toSorted()
    assert.match(cleared, /^__Host-ems_login=; .*Path=\/;.* Secure/) // a browser takes no __Host- cookie without Secure
    assert.match(set, /^__Host-ems_sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const csrf = (await sessionOf(web(), browser)).csrf ?? ''
    const out = await browser.request(`${web().url}/auth/logout`, { method: 'POST', headers: { 'x-ems-csrf': csrf } })
    assert.match(out.setCookies[0], /^__Host-ems_sid=; .*Path=\/;.* Secure/)
  })
})

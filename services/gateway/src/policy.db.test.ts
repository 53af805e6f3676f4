import { allows, POLICY } from '@omarino/contracts'
import type { RoutePolicy } from '@omarino/contracts'
import { describeService } from '@omarino/platform'
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { describeGateway } from './app.ts'
import { sampleGateway } from './sample-gateway.ts'
import type { SampleGateway } from './sample-gateway.ts'

/** Where a path is called: parameters stand for things that the stand-in services do not look at. */
const callable = (path: string): string => path.replace(/:(\w+)/g, 'some-$1')

test('the gateway answers each of its own routes of the policy, and no other', async () => {
  const { paths } = (await describeService('gateway', describeGateway)) as { paths: Record<string, object> }
  const own = POLICY.filter(({ service }) => service === 'gateway').map(({ path }) => path)
  assert.deepEqual(Object.keys(paths).sort(), own.filter((path) => !['/docs', '/openapi.json'].includes(path)).sort())
})

suite('every route of the policy table, by who calls', () => {
  const cleanup: (() => unknown)[] = []
  after(async () => {
    for (const fn of cleanup) await fn()
  })
  let gateway: SampleGateway
  const callers: Record<string, { token: string | undefined; roles: string[] | null }> = {}

  before(async () => {
    gateway = await sampleGateway({ after: (fn) => void cleanup.push(fn) })
    const { provider, tokenOf, addToken, db } = gateway
    const expired = { exp: Math.floor(Date.now() / 1000) - 6 } // 5 s are tolerated
    const revoked = await addToken(['admin'])
    await db.query('update access.token set revoked_at = now()')
    const forged = (await tokenOf('admin')).split('.')
    Object.assign(callers, {
      nobody: { token: undefined, roles: null },
      'a viewer': { token: await tokenOf('viewer'), roles: ['viewer'] },
      'an operator': { token: await tokenOf('operator'), roles: ['operator'] },
      'an admin': { token: await tokenOf('admin'), roles: ['admin'] },
      'a user without any role': { token: await provider.sign({ roles: null }), roles: [] },
      'a user whose roles are none of ours': { token: await provider.sign({ roles: ['root', 'Admin', 7] }), roles: [] },
      'a forged JWT': { token: [forged[0], forged[1], forged[2].split('').reverse().join('')].join('.'), roles: null },
      'an expired JWT': { token: await provider.sign({ roles: ['admin'], ...expired }), roles: null },
      'an API token of an operator': { token: await addToken(['operator']), roles: ['operator'] },
      'an API token that has expired': { token: await addToken(['admin'], -1), roles: null },
      'a revoked API token': { token: revoked, roles: null },
      'an API token that nobody gave': { token: `ems_${'A'.repeat(43)}`, roles: null },
    })
  })

  const expected = (policy: RoutePolicy, roles: string[] | null): number => {
    if (policy.access === 'public') return 200
    if (roles === null) return 401
    return allows(policy.access, roles) ? 200 : 403
  }

  for (const policy of POLICY)
    for (const prefix of policy.service === 'gateway' ? [''] : ['', '/v1'])
      test(`${policy.method} ${prefix}${policy.path} is for ${policy.access}`, async () => {
        const { url, seen } = gateway
        for (const [who, { token, roles }] of Object.entries(callers)) {
          seen.length = 0
          const abort = new AbortController()
          const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) } // prettier-ignore
          const body = ['POST', 'PUT'].includes(policy.method) ? { body: '{"x":1}' } : {}
          const reply = await fetch(`${url}${prefix}${callable(policy.path)}?q=1`, { method: policy.method, headers, signal: abort.signal, ...body }) // prettier-ignore
          assert.equal(reply.status, expected(policy, roles), who)
          if (reply.status !== 200) assert.equal(reply.headers.get('content-type'), 'application/problem+json')
          abort.abort() // the events never end
          const reached = reply.status === 200 && policy.service !== 'gateway'
          assert.deepEqual(seen.map(({ service, method, url: path }) => [service, method, path]), reached ? [[policy.service, policy.method, `${callable(policy.path)}?q=1`]] : [], who) // prettier-ignore
          if (reached) assert.deepEqual(seen[0]?.roles, roles)
        }
      })

  test('what stands in no policy does not exist: other methods, other paths, a doubled prefix', async () => {
    const headers = { authorization: `Bearer ${callers['an admin'].token}` }
    for (const [method, path] of [
      ['DELETE', '/optimize/sites'],
      ['PATCH', '/optimize/sites'],
      ['GET', '/optimize/secret'],
      ['GET', '/health/ready/x'],
      ['GET', '/v1/v1/optimize/sites'],
      ['GET', '/v1/me'],
    ])
      // prettier-ignore
      assert.equal((await fetch(gateway.url + path, { method, headers })).status, 404, `${method} ${path}`)
  })
})

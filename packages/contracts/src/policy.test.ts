import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, POLICY, ROLES } from './policy.ts'

test('a role reaches what it and the roles before it may do', () => {
  const reached = (...roles: string[]) => ROLES.filter((access) => allows(access, roles))
  assert.deepEqual(reached('viewer'), ['viewer'])
  assert.deepEqual(reached('operator'), ['viewer', 'operator'])
  assert.deepEqual(reached('admin'), ['viewer', 'operator', 'admin'])
  assert.deepEqual(reached('nobody', 'operator'), ['viewer', 'operator'])
})

test('no role and unknown roles reach public routes only', () => {
  for (const roles of [[], ['root'], ['Admin'], ['']]) {
    assert.deepEqual(ROLES.filter((access) => allows(access, roles)), []) // prettier-ignore
    assert.ok(allows('public', roles))
  }
})

test('internal routes are out of reach for every role', () => {
  assert.ok(!allows('internal', ROLES))
})

test('no route stands twice, every path begins with its service or belongs to the gateway, and viewers write nothing', () => {
  const names = POLICY.map(({ method, path }) => `${method} ${path}`)
  assert.equal(new Set(names).size, names.length)
  for (const { service, path } of POLICY)
    assert.ok(service === 'gateway' || path.startsWith(`/${service}/`), `${service} ${path}`)
  for (const { method, access } of POLICY)
    assert.ok(method === 'GET' || ['operator', 'admin', 'internal'].includes(access))
})

test('only uploads and lists of series may be larger than 256 KiB', () => {
  const large = POLICY.filter(({ maxBytes }) => maxBytes > 256 * 1024).map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(large, ['POST /timeseries/imports', 'POST /forecast/forecasts'])
})

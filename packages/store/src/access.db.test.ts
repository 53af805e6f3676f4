import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { addApiToken, appendAudit, findApiToken, keyBoard, noteUser } from './access.ts'
import { all, transaction } from './database.ts'
import { testDatabase } from './test-database.ts'

test('a published key is found by its id, stays as it was first published, and is gone after 30 days', async (t) => {
  const { db } = await testDatabase(t)
  const board = keyBoard(db)
  await board.publish('k1', 'gateway', { kty: 'OKP', x: 'one' })
  await board.publish('k1', 'gateway', { kty: 'OKP', x: 'forged' })
  assert.deepEqual(await board.find('k1'), { kty: 'OKP', x: 'one' })
  assert.equal(await board.find('k2'), undefined)
  await db.query(`update access.public_key set published_at = now() - interval '31 days'`)
  await board.publish('k2', 'gateway', {})
  assert.equal(await board.find('k1'), undefined)
})

test('an API token is found by its hash until it expires or is revoked', async (t) => {
  const { db } = await testDatabase(t)
  const token = { id: randomUUID(), name: 'meter gateway', roles: ['operator'] }
  const sha256 = Buffer.alloc(32, 1)
  await addApiToken(db, { ...token, sha256 })
  await addApiToken(db, { ...token, id: randomUUID(), roles: ['admin'], sha256 }) // the first stands
  assert.deepEqual(await findApiToken(db, sha256), token)
  assert.equal(await findApiToken(db, Buffer.alloc(32, 2)), undefined)
  await db.query(`update access.token set expires_at = now() - interval '1 second'`)
  assert.equal(await findApiToken(db, sha256), undefined)
  await db.query(`update access.token set expires_at = null, revoked_at = now()`)
  assert.equal(await findApiToken(db, sha256), undefined)
})

test('a user is there once, with the name and roles of the last sign-in', async (t) => {
  const { db } = await testDatabase(t)
  await noteUser(db, { subject: 'ada', name: null, roles: ['viewer'] })
  await noteUser(db, { subject: 'ada', name: 'Ada', roles: ['admin'] })
  assert.deepEqual(await all(db, 'select subject, name, roles from access.app_user'), [{ subject: 'ada', name: 'Ada', roles: ['admin'] }]) // prettier-ignore
})

test('an audit record lives and dies with the transaction of the change that it tells of', async (t) => {
  const { db } = await testDatabase(t)
  const record = { actor: 'ada', role: 'admin', action: 'site.create', object: 'site/demo', requestId: 'r1' }
  const broken = transaction(db, async (client) => {
    await appendAudit(client, record)
    throw new Error('no')
  })
  await assert.rejects(broken, /no/)
  await appendAudit(db, { ...record, before: null, after: { zone: 'UTC' } })
  await appendAudit(db, { ...record, role: null, requestId: null })
  assert.deepEqual(await all(db, 'select actor, role, action, object, before, after, request_id from audit.record order by id'), [
    { actor: 'ada', role: 'admin', action: 'site.create', object: 'site/demo', before: null, after: { zone: 'UTC' }, request_id: 'r1' },
    { actor: 'ada', role: null, action: 'site.create', object: 'site/demo', before: null, after: null, request_id: null },
  ]) // prettier-ignore
})

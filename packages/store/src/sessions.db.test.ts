import assert from 'node:assert/strict'
import { test } from 'node:test'
import { all, transaction } from './database.ts'
import { addSession, lockSession, removeSession, touchSession, updateSession } from './sessions.ts'
import { testDatabase } from './test-database.ts'

const idOf = (n: number): Buffer => Buffer.alloc(32, n)
const sessionOf = (n: number, lifetimeSeconds = 3600) => ({
  idSha256: idOf(n), subject: 'ada', name: 'Ada', roles: ['viewer'], tokens: Buffer.from('secret'), lifetimeSeconds,
}) // prettier-ignore

test('a session is found by its hash until it ends, and ended ones are cleared away by the next', async (t) => {
  const { db } = await testDatabase(t)
  await addSession(db, sessionOf(1))
  const found = await touchSession(db, idOf(1), 60)
  assert.deepEqual([found?.subject, found?.roles, found?.tokens.toString()], ['ada', ['viewer'], 'secret'])
  assert.equal(await touchSession(db, idOf(2), 60), undefined)
  await db.query(`update web.session set expires_at = now() - interval '1 second'`)
  assert.equal(await touchSession(db, idOf(1), 60), undefined)
  await addSession(db, sessionOf(2))
  assert.deepEqual(await all(db, 'select id_sha256 from web.session'), [{ id_sha256: idOf(2) }])
})

test('a session that rested too long is not found; being seen keeps it awake', async (t) => {
  const { db } = await testDatabase(t)
  await addSession(db, sessionOf(1))
  const rest = () => db.query(`update web.session set seen_at = now() - interval '50 seconds'`)
  await rest()
  assert.ok(await touchSession(db, idOf(1), 60))
  assert.ok(await touchSession(db, idOf(1), 10)) // the touch before was just now
  await rest()
  assert.equal(await touchSession(db, idOf(1), 40), undefined)
})

test('renewed tokens are there for whoever waited for the lock, and a removed session is gone', async (t) => {
  const { db } = await testDatabase(t)
  await addSession(db, sessionOf(1))
  const [held, renew] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = transaction(db, async (client) => {
    await lockSession(client, idOf(1))
    held.resolve()
    await renew.promise
    await updateSession(client, idOf(1), ['admin'], Buffer.from('new'))
  })
  await held.promise
  const second = transaction(db, (client) => lockSession(client, idOf(1)))
  renew.resolve()
  await first
  const seen = await second
  assert.deepEqual([seen?.roles, seen?.tokens.toString()], [['admin'], 'new'])
  await removeSession(db, idOf(1))
  assert.equal(await touchSession(db, idOf(1), 60), undefined)
})

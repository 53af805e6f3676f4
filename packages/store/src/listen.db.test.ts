import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listenTo } from './listen.ts'
import { testDatabase } from './test-database.ts'

const TIMEOUT_MS = 10_000
async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > TIMEOUT_MS) throw new Error(`timed out: ${what}`)
    await sleep(20)
  }
}

test('a listener whose connection is killed comes back, says so, and hears what is told from then on', async (t) => {
  const { db, url } = await testDatabase(t)
  const heard: string[] = []
  let connected = 0
  const listener = listenTo({
    databaseUrl: url, name: 'probe', channels: ['ems_event', 'odd "name"'],
    onNotify: (channel, payload) => heard.push(`${channel}: ${payload}`), onConnected: () => (connected += 1),
  }) // prettier-ignore
  await until(() => connected === 1, 'first connection')
  await db.query(`select pg_notify('odd "name"', 'one'), pg_notify('ems_event', 'two'), pg_notify('other', 'x')`)
  await until(() => heard.length === 2, 'two notifications')
  for (const again of [2, 3]) {
    await db.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ems-probe-listen' and datname = current_database()`) // prettier-ignore
    await until(() => connected === again, 'the next connection')
  }
  await db.query(`select pg_notify('ems_event', 'three')`)
  await until(() => heard.length === 3, 'a notification after the kill')
  assert.deepEqual(heard, ['odd "name": one', 'ems_event: two', 'ems_event: three'])
  await listener.close() // before its database is dropped
})

test('a closed listener leaves no connection and makes none again', async (t) => {
  const { db, url } = await testDatabase(t)
  const connected = Promise.withResolvers<void>()
  const options = { databaseUrl: url, name: 'brief', channels: ['a'], onNotify: () => undefined }
  const listener = listenTo({ ...options, onConnected: connected.resolve })
  await connected.promise
  await listener.close()
  await listenTo({ ...options, onConnected: () => assert.fail('connected after its end') }).close()
  const count = async () => (await db.query(`select from pg_stat_activity where application_name = 'ems-brief-listen' and datname = current_database()`)).rowCount // prettier-ignore
  for (let tries = 0; (await count()) !== 0; tries++) {
    assert.ok(tries < 100, 'a connection is still there')
    await sleep(20)
  }
})

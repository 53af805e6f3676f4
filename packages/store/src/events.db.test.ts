import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { appendEvent, eventsAfter, forgetEvents, isResumable, newestEventPosition } from './events.ts'
import { testDatabase } from './test-database.ts'

const append = (db: Pool | PoolClient, subject: string) => appendEvent(db, 'probe', subject, { subject })

/** A reader as the gateway has it: goes on where it stopped. */
function readerOf(db: Pool) {
  let position = '0-0'
  return async (limit = 100): Promise<string[]> => {
    const events = await eventsAfter(db, position, limit)
    position = events.at(-1)?.position ?? position
    return events.map(({ subject }) => subject ?? '')
  }
}

/** Reads until `count` events came: transactions of other databases of the server hold events back for a moment, too. */
async function readAll(read: (limit?: number) => Promise<string[]>, count: number): Promise<string[]> {
  const seen: string[] = []
  for (let tries = 0; tries < 500 && seen.length < count; tries++) {
    seen.push(...(await read()))
    if (seen.length < count) await sleep(20)
  }
  return seen
}

test('a reader loses nothing when transactions commit in another order than they began', async (t) => {
  const { db } = await testDatabase(t)
  const [slow, fast] = [await db.connect(), await db.connect()]
  const read = readerOf(db)
  for (const client of [slow, fast]) await client.query('begin')
  await append(slow, 'slow 1')
  await append(fast, 'fast 1')
  await append(slow, 'slow 2') // a larger id in an older transaction
  await fast.query('commit')
  assert.deepEqual(await read(), []) // fast 1 waits: slow, which began earlier, still runs
  await append(db, 'later')
  assert.deepEqual(await read(), [])
  assert.equal(await newestEventPosition(db), '0-0')
  await slow.query('commit')
  assert.deepEqual(await readAll(read, 4), ['slow 1', 'slow 2', 'fast 1', 'later'])
  assert.deepEqual(await read(), [])
  for (const client of [slow, fast]) client.release()
})

test('an event of a transaction that is rolled back is never read', async (t) => {
  const { db } = await testDatabase(t)
  const client = await db.connect()
  await client.query('begin')
  await append(client, 'gone')
  await client.query('rollback')
  client.release()
  await append(db, 'kept')
  const read = readerOf(db)
  assert.deepEqual(await readAll(read, 1), ['kept'])
})

test('many writers at once and a reader in small steps: each event is read exactly once, in the order of each writer', async (t) => {
  const { db } = await testDatabase(t)
  const [read, seen] = [readerOf(db), [] as string[]]
  let writing = true
  const reading = (async () => {
    for (let last = false, tries = 0; tries < 2000; tries++) {
      const events = await read(7)
      seen.push(...events)
      if (seen.length >= 4 * 16 * 2 && last) return
      if (events.length === 0) await sleep(5)
      last = !writing
    }
  })()
  const write = async (writer: number): Promise<void> => {
    const client = await db.connect()
    for (let n = 0; n < 20; n++) {
      await client.query('begin')
      for (const part of ['a', 'b']) await append(client, `${writer} ${String(n).padStart(2, '0')}${part}`)
      await client.query(n % 5 === 4 ? 'rollback' : 'commit')
    }
    client.release()
  }
  await Promise.all([0, 1, 2, 3].map(write)).finally(() => (writing = false))
  await reading
  assert.equal(seen.length, 4 * 16 * 2)
  for (const writer of ['0', '1', '2', '3']) {
    const own = seen.filter((subject) => subject.startsWith(writer))
    assert.deepEqual(own, [...new Set(own)].sort())
  }
})

test('a reader resumes from a position of the last five minutes that exists, from no other text', async (t) => {
  const { db } = await testDatabase(t)
  await append(db, 'one')
  let position = '0-0'
  for (let tries = 0; tries < 500 && position === '0-0'; tries++) {
    position = await newestEventPosition(db)
    if (position === '0-0') await sleep(20)
  }
  assert.equal(await isResumable(db, position), true)
  for (const other of [
    '0-0',
    '99999999999999999999-1',
    '1-9999999999999999999',
    `${position}9`,
    'x',
    '',
    '1-1; drop table event.entry',
    '-1-1',
  ])
    assert.equal(await isResumable(db, other), false, other)
  assert.deepEqual(await eventsAfter(db, 'nonsense', 9), [])
  await db.query(`update event.entry set at = now() - interval '6 minutes'`)
  assert.equal(await isResumable(db, position), false)
})

test('events older than a day are forgotten', async (t) => {
  const { db } = await testDatabase(t)
  await append(db, 'old')
  await db.query(`update event.entry set at = now() - interval '25 hours'`)
  await append(db, 'new')
  await forgetEvents(db)
  await readAll(readerOf(db), 1)
  assert.deepEqual((await eventsAfter(db, '0-0', 9)).map(({ subject, topic, body }) => [subject, topic, body]), [['new', 'probe', { subject: 'new' }]]) // prettier-ignore
})

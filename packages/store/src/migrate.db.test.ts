import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { all } from './database.ts'
import { demandMigrated, migrate, migrationNames } from './migrate.ts'
import { testDatabase } from './test-database.ts'

/** An empty database beside the migrated one of the test, and a client to look into it. */
async function emptyDatabase(t: TestContext): Promise<{ url: string; look: pg.Client }> {
  const { db, url } = await testDatabase(t)
  const empty = new URL(url)
  empty.pathname += '_empty'
  const name = empty.pathname.slice(1)
  await db.query(`create database ${name} template template0`)
  const look = new pg.Client({ connectionString: empty.href })
  await look.connect()
  t.after(async () => {
    await look.end()
    const admin = new pg.Client({ connectionString: process.env['EMS_TEST_DATABASE_URL'] })
    await admin.connect()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return { url: empty.href, look }
}

test('an empty database is brought up to date by all migrations in order; a second call finds nothing to do', async (t) => {
  const { url, look } = await emptyDatabase(t)
  await assert.rejects(demandMigrated(look), { code: 'MIGRATION_MISSING', message: /is at migration none/ }) // prettier-ignore
  assert.deepEqual(await migrate(url), migrationNames())
  await demandMigrated(look)
  assert.deepEqual(await migrate(url), [])
  await look.query('delete from public.migration where id = (select max(id) from public.migration)')
  await assert.rejects(demandMigrated(look), { code: 'MIGRATION_MISSING', kind: 'unavailable' })
})

test('of two starters at once one migrates and the other waits, the queue’s part of both one after the other', async (t) => {
  const { url, look } = await emptyDatabase(t)
  let [inside, most] = [0, 0]
  const others = async (client: pg.Client): Promise<void> => {
    most = Math.max(most, ++inside)
    await client.query('select pg_sleep(0.05)')
    inside -= 1
  }
  const ran = await Promise.all([migrate(url, others), migrate(url, others)])
  assert.deepEqual(ran.map(({ length }) => length).sort((a, b) => a - b), [0, migrationNames().length]) // prettier-ignore
  assert.equal(most, 1)
  const names = await all<{ name: string }>(look, 'select name from public.migration order by id')
  assert.deepEqual(names.map(({ name }) => name), migrationNames()) // prettier-ignore
})

test('a starter that dies inside leaves a database that the next one completes', async (t) => {
  const { url } = await emptyDatabase(t)
  await assert.rejects(
    migrate(url, () => Promise.reject(new Error('killed'))),
    /killed/,
  )
  assert.deepEqual(await migrate(url), [])
})

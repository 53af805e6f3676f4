import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Pool } from 'pg'
import { openPool } from './database.ts'
import { migrate, migrationsHash } from './migrate.ts'

const LOCK_KEY = 7_305_102
const END_MS = 2000

async function asAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Makes the template once per state of the migrations; later callers find it. */
async function ensureTemplate(adminUrl: string): Promise<string> {
  const name = `ems_template_${migrationsHash()}`
  await asAdmin(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return
    await client.query(`create database ${name}_new`)
    await migrate(databaseUrl(adminUrl, `${name}_new`))
    await client.query(`alter database ${name}_new rename to ${name}`)
  })
  return name
}

/**
 * A migrated database of its own for one test (file), dropped afterwards.
 * @throws Error when `EMS_TEST_DATABASE_URL` is unset: a database test fails rather than skips
 */
export async function testDatabase(t: Pick<TestContext, 'after'>): Promise<{ db: Pool; url: string }> {
  const adminUrl = process.env['EMS_TEST_DATABASE_URL']
  if (!adminUrl) throw new Error('EMS_TEST_DATABASE_URL is unset: start database tests by ./ems test')
  const template = await ensureTemplate(adminUrl)
  const name = `ems_test_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]) // a template must not be in use while it is cloned
    await client.query(`create database ${name} template ${template}`)
  })
  const url = databaseUrl(adminUrl, name)
  const db = openPool({ url, name: 'test' })
  t.after(async () => {
    // A test that failed may still hold a connection; it must not hold up all others.
    await Promise.race([db.end(), sleep(END_MS, undefined, { ref: false })])
    await asAdmin(adminUrl, (client) => client.query(`drop database ${name} with (force)`))
  })
  return { db, url }
}

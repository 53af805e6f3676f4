import { Failure } from '@omarino/energy'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import pg from 'pg'
import { maybe } from './database.ts'
import type { Queryable } from './database.ts'

const DIR = fileURLToPath(new URL('../migrations', import.meta.url))
const LOCK_KEY = 7_305_101 // any fixed number; all our starters use this one

/** Numbered names of the migrations of this code, in order: `0001_partition`, … */
export const migrationNames = (): string[] =>
  readdirSync(DIR)
    .filter((file) => /^\d{4}_[a-z_]+\.sql$/.test(file))
    .map((file) => file.slice(0, -4))
    .sort()

/** Hash over the text of all migrations; names the template database that tests clone. */
export function migrationsHash(): string {
  const hash = createHash('sha256')
  for (const name of migrationNames()) hash.update(name).update(readFileSync(`${DIR}/${name}.sql`))
  return hash.digest('hex').slice(0, 16)
}

/**
 * Brings the database to the state that this code expects: our migrations, then `others` (the queue's), under one
 * advisory lock that a second starter waits for. Killed at any point, the next call completes it.
 * @returns the names of the migrations that ran
 */
export async function migrate(databaseUrl: string, others?: (client: pg.Client) => Promise<void>): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'ems-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    const ran = await runner({
      dbClient: client, dir: DIR, direction: 'up', migrationsTable: 'migration', migrationsSchema: 'public', noLock: true,
      singleTransaction: false, log: () => undefined, checkOrder: true,
    }) // prettier-ignore
    await others?.(client)
    return ran.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** Demands that the database is at the migration that this code was written for. */
export async function demandMigrated(db: Queryable): Promise<void> {
  const expected = migrationNames().at(-1)
  const exists = await maybe<{ found: string | null }>(db, `select to_regclass('public.migration')::text as found`)
  const found = exists?.found
    ? (await maybe<{ name: string }>(db, 'select name from public.migration order by id desc limit 1'))?.name
    : undefined
  if (found !== expected) {
    throw new Failure(
      'unavailable',
      'MIGRATION_MISSING',
      `the database is at migration ${found ?? 'none'}, this code needs ${expected}: run ./ems migrate`,
    )
  }
}

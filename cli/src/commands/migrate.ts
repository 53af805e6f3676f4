import { migrateQueue } from '@omarino/platform'
import { migrate } from '@omarino/store'
import { startPostgres } from '../embedded-postgres.ts'
import { nextFree } from '../system/ports.ts'
import { readOptions } from '../usage.ts'
import { say } from './start.ts'

export async function run(argv: readonly string[]): Promise<number> {
  readOptions(argv, {}, { max: 0 })
  const given = process.env['DATABASE_URL']
  const server = given ? undefined : await startPostgres({ cluster: 'main', port: await nextFree(5432), log: say })
  const ran = await migrate(given ?? server?.url ?? '', migrateQueue).finally(() => server?.stop())
  say(ran.length > 0 ? `migrated: ${ran.join(', ')}` : 'the database is at the newest migration already')
  return 0
}

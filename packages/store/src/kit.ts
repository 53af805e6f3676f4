import type { Pool } from 'pg'
import { keyBoard } from './access.ts'
import { asFailure, one, openPool } from './database.ts'
import { demandMigrated } from './migrate.ts'
import { taskStore } from './tasks.ts'

/** The statements that `packages/platform` needs to run any process. */
export const storeKit = {
  openPool,
  demandMigrated,
  keyBoard,
  translate: asFailure,
  tasks: taskStore,
  heartbeatEntry: new URL('./lease-heartbeat.ts', import.meta.url),
  async ping(db: Pool): Promise<string> {
    const { version, fsync } = await one<{ version: string; fsync: string }>(
      db,
      `select current_setting('server_version') as version, current_setting('fsync') as fsync`,
    )
    return fsync === 'on' ? `PostgreSQL ${version}` : `PostgreSQL ${version}, fsync off: data may be lost in a crash`
  },
}

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
  /** What the database offers beside plain tables: told by `/health/ready`, so that nobody takes one mode for the other. */
  async databaseModes(db: Pool): Promise<Record<string, string>> {
    const { extension, hypertable } = await one<{ extension: string | null; hypertable: boolean }>(
      db,
      `select (select extversion from pg_extension where extname = 'timescaledb') as extension,
              (select relkind from pg_class where oid = 'timeseries.point'::regclass) <> 'p' as hypertable`,
    )
    return {
      timescale: extension !== null && hypertable ? `hypertable, TimescaleDB ${extension}` : 'none, weekly partitions',
    }
  },
  async ping(db: Pool): Promise<string> {
    const { version, fsync } = await one<{ version: string; fsync: string }>(
      db,
      `select current_setting('server_version') as version, current_setting('fsync') as fsync`,
    )
    return fsync === 'on' ? `PostgreSQL ${version}` : `PostgreSQL ${version}, fsync off: data may be lost in a crash`
  },
}

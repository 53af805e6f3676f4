import { createLog, readBaseConfig, refuseStart, untilStopped } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import { fileURLToPath } from 'node:url'
import { buildWebServer } from './app.ts'
import { readConfig } from './config.ts'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))

try {
  const base = readBaseConfig(process.env, 'web')
  const config = readConfig(process.env)
  const log = createLog('web', base.logLevel)
  const db = storeKit.openPool({ url: base.databaseUrl, name: 'web', max: 4 })
  await storeKit.demandMigrated(db)
  const app = await buildWebServer({ config, db, databaseMode: base.databaseMode, log, dist: DIST })
  const address = await app.listen({ host: base.host, port: base.port })
  log.info({ address }, 'service started')
  untilStopped(log, base.supervised, {
    async stop() {
      await app.close()
      await db.end()
    },
  })
} catch (error) {
  refuseStart('web', error)
}

import {
  createApp,
  createLog,
  createMetrics,
  readBaseConfig,
  refuseStart,
  untilStopped,
  VERSION,
} from '@omarino/platform'
import type { App } from '@omarino/platform'
import { forgetProviderRecords, storeKit } from '@omarino/store'
import { ensureAccounts } from './accounts.ts'
import { readConfig } from './config.ts'
import { createProvider } from './provider.ts'
import { interactionRoutes, providerRoutes } from './routes.ts'

const CLEAN_MS = 3_600_000

try {
  const base = readBaseConfig(process.env, 'identity')
  const config = readConfig(process.env)
  const log = createLog('identity', base.logLevel)
  const db = storeKit.openPool({ url: base.databaseUrl, name: 'identity', max: 3 })
  await storeKit.demandMigrated(db)
  await ensureAccounts(db, config.passwords)
  const provider = await createProvider(db, config)
  const app = createApp({
    name: 'identity', log, metrics: createMetrics('identity', VERSION), translate: storeKit.translate,
    modes: { database: base.databaseMode }, checks: { database: () => storeKit.ping(db) },
  }) // prettier-ignore
  await app.register(async (scope) => interactionRoutes(scope as unknown as App, provider, db, config.webUrl))
  await app.register(async (scope) => providerRoutes(scope as unknown as App, provider))
  const address = await app.listen({ host: base.host, port: base.port })
  const cleaning = setInterval(
    () =>
      void forgetProviderRecords(db).catch((error: unknown) =>
        log.warn({ reason: String(error) }, 'old records stay for now'),
      ),
    CLEAN_MS,
  )
  log.info({ address }, 'service started')
  untilStopped(log, base.supervised, {
    async stop() {
      clearInterval(cleaning)
      await app.close()
      await db.end()
    },
  })
} catch (error) {
  refuseStart('identity', error)
}

import cookie from '@fastify/cookie'
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
import { storeKit } from '@omarino/store'
import { apiProxy } from './api-proxy.ts'
import { authRoutes, sessionCookieName } from './auth-routes.ts'
import { readConfig } from './config.ts'
import { createProvider } from './provider.ts'
import { createSealer } from './sealed.ts'
import { createSessions } from './sessions.ts'
import { staticFiles } from './static-files.ts'

try {
  const base = readBaseConfig(process.env, 'web')
  const config = readConfig(process.env)
  const log = createLog('web', base.logLevel)
  const db = storeKit.openPool({ url: base.databaseUrl, name: 'web', max: 4 })
  await storeKit.demandMigrated(db)
  const provider = createProvider(config)
  const sealer = createSealer(config.sessionKey, 'web session')
  const sessions = createSessions(db, sealer, provider, () => Date.now())
  const app = createApp({
    name: 'web', log, metrics: createMetrics('web', VERSION), translate: storeKit.translate, modes: { database: base.databaseMode },
    checks: { database: () => storeKit.ping(db) },
  }) // prettier-ignore
  await app.register(cookie)
  const { webUrl, insecureCookies, gateway } = config
  authRoutes(app, { db, provider, sessions, sealer, webUrl, insecureCookies })
  await app.register(async (scope) =>
    apiProxy(scope as unknown as App, { gateway, sessions, cookie: sessionCookieName(insecureCookies), webUrl }),
  )
  await app.register(async (scope) => staticFiles(scope as unknown as App))
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

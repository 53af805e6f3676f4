import cookie from '@fastify/cookie'
import { createApp, createMetrics, VERSION } from '@omarino/platform'
import type { App, Logger } from '@omarino/platform'
import { storeKit } from '@omarino/store'
import type { Pool } from 'pg'
import { apiProxy } from './api-proxy.ts'
import { authRoutes, sessionCookieName } from './auth-routes.ts'
import type { WebConfig } from './config.ts'
import { createProvider } from './provider.ts'
import { createSealer } from './sealed.ts'
import { createSessions } from './sessions.ts'
import { staticFiles } from './static-files.ts'

export interface WebParts {
  readonly config: WebConfig
  readonly db: Pool
  readonly databaseMode: string
  readonly log: Logger
  /** Folder of the built application. */
  readonly dist: string
}

/** The web server: sign-in, sessions, the way to the gateway, and the built application. */
export async function buildWebServer({ config, db, databaseMode, log, dist }: WebParts): Promise<App> {
  const { webUrl, insecureCookies, gateway } = config
  const provider = createProvider(config)
  const sealer = createSealer(config.sessionKey, 'web session')
  const sessions = createSessions(db, sealer, provider, () => Date.now())
  const app = createApp({
    name: 'web', log, metrics: createMetrics('web', VERSION), translate: storeKit.translate, modes: { database: databaseMode },
    checks: { database: () => storeKit.ping(db) },
  }) // prettier-ignore
  await app.register(cookie)
  authRoutes(app, { db, provider, sessions, sealer, webUrl, insecureCookies })
  await app.register(async (scope) =>
    apiProxy(scope as unknown as App, { gateway, sessions, cookie: sessionCookieName(insecureCookies), webUrl }),
  )
  await app.register(async (scope) => staticFiles(scope as unknown as App, dist))
  return app
}

// The gateway for tests: its own app on a real port, a real provider, and services that record what reaches them.
import type { Role } from '@omarino/contracts'
import { POLICY } from '@omarino/contracts'
import { createApp, createLog, createMetrics, createSigner, createVerifier, lastFirst } from '@omarino/platform'
import type { App, Cleanup, Kit } from '@omarino/platform'
import { addApiToken, keyBoard, storeKit, testDatabase } from '@omarino/store'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Pool } from 'pg'
import { buildGateway } from './app.ts'
import { UPSTREAMS } from './config.ts'
import type { Upstream } from './config.ts'
import { sampleProvider } from './sample-provider.ts'
import type { SampleProvider } from './sample-provider.ts'

/** What a service was asked, after its own door let it in. */
export interface Seen {
  readonly service: Upstream
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly subject: string
  readonly roles: readonly string[]
  readonly body: string
}

export interface SampleGateway {
  readonly url: string
  readonly db: Pool
  readonly provider: SampleProvider
  readonly seen: Seen[]
  readonly upstreams: Readonly<Record<Upstream, App>>
  tokenOf(role: Role): Promise<string>
  addToken(roles: readonly Role[], expiresInS?: number): Promise<string>
}

const log = createLog('gateway', 'silent')

/** A service behind the gateway: every route of its policy, the door of all services, and a record instead of work. */
async function standIn(t: Cleanup, service: Upstream, db: Pool, seen: Seen[]): Promise<App> {
  const app = createApp({
    name: service, log, metrics: createMetrics(service, 'test'), verify: createVerifier(service, keyBoard(db)), translate: storeKit.translate,
    modes: {}, checks: {},
  }) // prettier-ignore
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  for (const { method, path, maxBytes } of POLICY.filter((route) => route.service === service))
    app.route({
      method, url: path, bodyLimit: Math.min(maxBytes, 2 ** 30),
      handler: async ({ url, headers, body, principal }) => {
        seen.push({ service, method, url, headers, subject: principal?.subject ?? '', roles: principal?.roles ?? [], body: typeof body === 'string' ? body : '' })
        return { service }
      },
    }) // prettier-ignore
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  return app
}

const urlOf = (app: App): string => `http://127.0.0.1:${(app.addresses()[0] as AddressInfo).port}`

/** Starts provider, services and gateway on a database of their own. */
export async function sampleGateway(test: Cleanup): Promise<SampleGateway> {
  const t = lastFirst(test)
  const { db, url: databaseUrl } = await testDatabase(t)
  const provider = await sampleProvider(t)
  const seen: Seen[] = []
  const entries = await Promise.all(UPSTREAMS.map(async (name) => [name, await standIn(t, name, db, seen)] as const))
  const upstreams = Object.fromEntries(entries) as Record<Upstream, App>
  const env = Object.fromEntries(entries.map(([name, app]) => [`EMS_${name.toUpperCase()}_URL`, urlOf(app)]))
  const metrics = createMetrics('gateway', 'test')
  const kit = { config: { databaseUrl }, env: { OIDC_ISSUER: provider.issuer, ...env }, db, log, metrics, signer: await createSigner('gateway', keyBoard(db)) } // prettier-ignore
  const body = await buildGateway(kit as unknown as Kit)
  const app = createApp({ name: 'gateway', log, metrics, translate: storeKit.translate, modes: {}, checks: {} })
  await app.register(async (scope) => body.register(scope as unknown as App))
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    app.server.closeAllConnections()
    await app.close()
    await body.stop?.()
  })
  return {
    url: urlOf(app), db, provider, seen, upstreams,
    tokenOf: (role) => provider.sign({ sub: role, roles: [role] }),
    async addToken(roles, expiresInS) {
      const token = `ems_${randomBytes(32).toString('base64url')}`
      const id = randomUUID()
      await addApiToken(db, { id, name: `meter-${id.slice(0, 4)}`, roles: [...roles], sha256: createHash('sha256').update(token).digest() })
      if (expiresInS !== undefined) await db.query(`update access.token set expires_at = now() + make_interval(secs => $2) where id = $1`, [id, expiresInS])
      return token
    },
  } // prettier-ignore
}

// The web server for tests: its own app on a real port, the real built-in provider as a process, and a gateway that records.
import { createLog, freePort, lastFirst, startProcess, untilReady } from '@omarino/platform'
import type { Cleanup, Page, TestBrowser, TestProcess } from '@omarino/platform'
import { testDatabase } from '@omarino/store'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import os from 'node:os'
import path from 'node:path'
import type { Pool } from 'pg'
import { buildWebServer } from './app.ts'

export const PASSWORDS = { admin: 'admin-password-1', operator: 'operator-password-1', viewer: 'viewer-password-1' }
const SECRETS = { clientSecret: 'a client secret for tests', sessionKey: 'a session key for tests' }
export const APP_PAGE = '<!doctype html><title>the application</title>'

/** A request as the gateway got it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export interface SampleWeb {
  readonly url: string
  readonly issuer: string
  readonly db: Pool
  readonly seen: Seen[]
  readonly gateway: http.Server
  /** The database's row of the session in this cookie. */
  readonly sessionId: (cookie: string | undefined) => Buffer
  stopProvider(): Promise<void>
  startProvider(): Promise<void>
  /** Signs in with a password, up to the page that was asked for. */
  signIn(browser: TestBrowser, name: keyof typeof PASSWORDS, returnTo?: string): Promise<Page>
}

export interface WebOptions {
  readonly secureCookies?: boolean
  readonly accessTokenSeconds?: number
}

async function recordingGateway(t: Cleanup, seen: Seen[]): Promise<http.Server> {
  const server = http.createServer((request, reply) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text)).once('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      reply.writeHead(200, { 'content-type': 'application/json', 'x-from': 'gateway' }).end('{"from":"gateway"}')
    })
  }) // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}

/** A built application of two files. */
function sampleDist(t: Cleanup): string {
  const dist = mkdtempSync(path.join(os.tmpdir(), 'ems-dist-'))
  t.after(() => rmSync(dist, { recursive: true }))
  mkdirSync(path.join(dist, 'assets'))
  writeFileSync(path.join(dist, 'index.html'), APP_PAGE)
  writeFileSync(path.join(dist, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(path.join(dist, 'assets', 'index-abc123.js'), 'console.info(1)')
  return dist
}

export async function sampleWeb(test: Cleanup, options: WebOptions = {}): Promise<SampleWeb> {
  const t = lastFirst(test)
  const { db, url: databaseUrl } = await testDatabase(t)
  const [identityPort, webPort] = [await freePort(), await freePort()]
  const [issuer, url] = [`http://localhost:${identityPort}`, `http://localhost:${webPort}`]
  const env = {
    DATABASE_URL: databaseUrl, EMS_IDENTITY_PORT: String(identityPort), OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'ems-web',
    OIDC_CLIENT_SECRET: SECRETS.clientSecret, EMS_WEB_URL: url, EMS_SESSION_KEY: SECRETS.sessionKey, EMS_IDENTITY_PASSWORDS: JSON.stringify(PASSWORDS),
    EMS_ACCESS_TOKEN_SECONDS: String(options.accessTokenSeconds ?? 900),
  } // prettier-ignore
  let provider: TestProcess
  const startProvider = async (): Promise<void> => {
    provider = startProcess(t, 'services/identity/src/main.ts', env)
    await untilReady(issuer, provider)
  }
  await startProvider()
  const seen: Seen[] = []
  const gateway = await recordingGateway(t, seen)
  const config = {
    gateway: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`, issuer, clientId: 'ems-web', clientSecret: SECRETS.clientSecret,
    webUrl: url, sessionKey: SECRETS.sessionKey, insecureCookies: !options.secureCookies,
  } // prettier-ignore
  const app = await buildWebServer({ config, db, databaseMode: 'external', log: createLog('web', 'silent'), dist: sampleDist(t) }) // prettier-ignore
  await app.listen({ host: '127.0.0.1', port: webPort })
  t.after(() => app.close())
  return {
    url,
    issuer,
    db,
    seen,
    gateway,
    sessionId: (cookie) => createHash('sha256').update(cookie ?? '').digest(),
    stopProvider: async () => void (await provider.stop()),
    startProvider,
    async signIn(browser, name, returnTo = '/plans') {
      const form = await browser.follow(`${url}/auth/login?return=${encodeURIComponent(returnTo)}`)
      return browser.submit(form.url, { name, password: PASSWORDS[name] })
    },
  } // prettier-ignore
}

export interface SessionBody {
  readonly authenticated: boolean
  readonly subject?: string
  readonly name?: string
  readonly roles?: string[]
  readonly csrf?: string
}

/** Starts the servers for the tests of one suite. */
export function servers(options: WebOptions = {}): () => SampleWeb {
  const cleanup: (() => unknown)[] = []
  let web: SampleWeb
  before(async () => {
    web = await sampleWeb({ after: (fn) => void cleanup.push(fn) }, options)
  })
  after(async () => {
    for (const fn of cleanup) await fn()
  })
  return () => web
}

export const json = (page: Page): Record<string, unknown> => JSON.parse(page.text) as Record<string, unknown>
export const told = (page: Page): unknown[] => [page.status, json(page)['code']]
export const sessionOf = async (web: SampleWeb, browser: TestBrowser): Promise<SessionBody> =>
  JSON.parse((await browser.request(`${web.url}/auth/session`)).text) as SessionBody

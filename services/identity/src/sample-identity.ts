// The built-in provider for tests: the real process on a free port, with a database of its own, and a client that signs in.
import { freePort, lastFirst, startProcess, untilReady } from '@omarino/platform'
import type { Cleanup, Page, TestBrowser, TestProcess } from '@omarino/platform'
import { testDatabase } from '@omarino/store'
import { createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'

export const CLIENT_SECRET = randomBytes(32).toString('base64url')
export const PASSWORDS = { admin: 'admin-password-1', operator: 'operator-password-1', viewer: 'viewer-password-1' }
export const WEB_URL = 'http://localhost:1' // nothing listens: a browser of these tests never goes there
export const CALLBACK = `${WEB_URL}/auth/callback`

export interface Pkce {
  readonly verifier: string
  readonly challenge: string
}
export function pkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export interface SampleIdentity {
  readonly issuer: string
  readonly db: Pool
  /** Ends the process and starts it again on the same port and database. */
  restart(): Promise<void>
  authorizeUrl(parameters?: Readonly<Record<string, string | null>>): string
  /** Follows the sign-in up to the callback, with the user's password. */
  signIn(browser: TestBrowser, name: keyof typeof PASSWORDS, challenge: string): Promise<URLSearchParams>
  token(fields: Readonly<Record<string, string>>, secret?: string): Promise<{ status: number; body: Record<string, unknown> }>
} // prettier-ignore

/** True while the browser should stay at the provider. */
export const atProvider = (next: string): boolean => !next.startsWith(WEB_URL)
/** Fills in the page of the sign-in. */
export const submitPassword = (browser: TestBrowser, page: Page, name: string, password: string): Promise<Page> =>
  browser.submit(page.url, { name, password }, atProvider)

export async function sampleIdentity(
  test: Cleanup,
  extra: Readonly<Record<string, string>> = {},
): Promise<SampleIdentity> {
  // prettier-ignore
  const t = lastFirst(test)
  const { db, url } = await testDatabase(t)
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  const env = {
    DATABASE_URL: url, EMS_IDENTITY_PORT: String(port), OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'ems-web', OIDC_CLIENT_SECRET: CLIENT_SECRET,
    EMS_WEB_URL: WEB_URL, EMS_SESSION_KEY: 'a key for this test only', EMS_IDENTITY_PASSWORDS: JSON.stringify(PASSWORDS), ...extra,
  } // prettier-ignore
  const start = async (): Promise<TestProcess> => {
    const started = startProcess(t, 'services/identity/src/main.ts', env)
    await untilReady(issuer, started)
    return started
  }
  let running = await start()
  const authorizeUrl: SampleIdentity['authorizeUrl'] = (parameters = {}) => {
    const all: Record<string, string | null> = {
      client_id: 'ems-web', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid profile offline_access ems', resource: 'urn:ems',
      state: 'some-state', nonce: 'some-nonce', code_challenge_method: 'S256', ...parameters,
    } // prettier-ignore
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
    return `${issuer}/auth?${new URLSearchParams(kept)}`
  }
  return {
    issuer,
    db,
    async restart() {
      await running.stop()
      running = await start()
    },
    authorizeUrl,
    async signIn(browser, name, challenge) {
      const page = await browser.follow(authorizeUrl({ code_challenge: challenge }), atProvider)
      const end = page.status === 200 ? await submitPassword(browser, page, name, PASSWORDS[name]) : page
      return new URL(end.headers.get('location') ?? '', issuer).searchParams
    },
    async token(fields, secret = CLIENT_SECRET) {
      const authorization = `Basic ${Buffer.from(`ems-web:${secret}`).toString('base64')}`
      const reply = await fetch(`${issuer}/token`, { method: 'POST', headers: { authorization }, body: new URLSearchParams(fields) }) // prettier-ignore
      return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
    },
  }
}

// For tests: the service's app as it runs behind the gateway, with a signer of our own.
import type { Role } from '@omarino/contracts'
import { createApp, createLog, createMetrics, createSigner, createVerifier } from '@omarino/platform'
import type { App } from '@omarino/platform'
import { keyBoard, storeKit } from '@omarino/store'
import type { TestContext } from 'node:test'
import { registerRoutes } from './app.ts'
import { sampleSite } from './sample-site.ts'
import type { SampleSite } from './sample-site.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly text: string
}
export type Ask = (
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  options?: { body?: object; key?: string; role?: Role | null },
) => Promise<Answer>

/** A site with a worker and the app; a role of null sends a token that is none. */
export async function openApp(t: TestContext): Promise<SampleSite & { ask: Ask }> {
  const site = await sampleSite(t)
  const board = keyBoard(site.db)
  const signer = await createSigner('gateway', board)
  const app: App = createApp({
    name: 'forecast', log: createLog('forecast', 'silent'), metrics: createMetrics('forecast', 'test'), verify: createVerifier('forecast', board),
    translate: storeKit.translate, modes: {}, checks: {},
  }) // prettier-ignore
  await app.register(async (scope) => registerRoutes(scope as unknown as App, site.db, 'test'))
  t.after(() => app.close())
  const ask: Ask = async (method, url, { body, key, role = 'operator' } = {}) => {
    const token =
      role === null ? 'none' : await signer.sign('forecast', { subject: 'ada', name: null, roles: [role] }, 'request-1')
    const headers = { authorization: `Bearer ${token}`, ...(key !== undefined && { 'idempotency-key': key }) }
    const reply = await app.inject({ method, url, headers, ...(body && { payload: body }) })
    const isJson = String(reply.headers['content-type']).includes('json')
    return { status: reply.statusCode, body: isJson ? reply.json() : null, text: reply.body }
  }
  return { ...site, ask }
}

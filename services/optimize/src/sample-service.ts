// The service behind its door, for tests: called with tokens that another process of ours signed.
import { createApp, createLog, createMetrics, createSigner, createVerifier } from '@omarino/platform'
import { keyBoard, testDatabase } from '@omarino/store'
import type { TestContext } from 'node:test'
import type { Pool } from 'pg'
import { registerRoutes } from './app.ts'
import * as sample from './sample-site.ts'
import type { SolvePlan } from './solver/solver-pool.ts'

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}
export type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
  as?: { role?: string; key?: string },
) => Promise<Answer>

/** Its clock stands at the issue of the sample day. */
export async function serve(t: Pick<TestContext, 'after'>, solve: SolvePlan): Promise<{ db: Pool; call: Call }> {
  const { db } = await testDatabase({ after: (fn) => t.after(fn) })
  const board = keyBoard(db)
  const app = createApp({
    name: 'optimize', log: createLog('test', 'silent'), metrics: createMetrics('test', '0'), verify: createVerifier('optimize', board),
    translate: (error) => error, modes: {}, checks: {},
  }) // prettier-ignore
  await registerRoutes(app, { db, solve, maxSolveSeconds: 60, now: () => sample.ISSUE_MS })
  t.after(() => app.close())
  const signer = await createSigner('gateway', board)
  const call: Call = async (method, url, body, { role = 'admin', key } = {}) => {
    const token = await signer.sign('optimize', { subject: 'ada', name: null, roles: [role] }, 'request-1')
    const headers = { authorization: `Bearer ${token}`, ...(key && { 'idempotency-key': key }) }
    const reply = await app.inject({ method, url, headers, ...(body && { payload: body }) })
    return { status: reply.statusCode, body: reply.json() }
  }
  return { db, call }
}

/** Status, code, and the first field at fault. */
export const told = ({ status, body }: Answer): unknown[] => [
  status,
  body['code'],
  (body['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer,
]

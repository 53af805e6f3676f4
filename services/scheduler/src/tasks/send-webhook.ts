import { WebhookTaskInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { callHttp, taskKind, uuidv7 } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import { beginWebhook, endWebhook } from '@omarino/store'
import { createHmac } from 'node:crypto'
import type { LookupFunction } from 'node:net'
import type { Pool } from 'pg'
import { demandAllowed } from './egress.ts'

export interface WebhookPorts {
  readonly db: Pool
  readonly secret: string
  readonly allowed: readonly string[]
}

/** Signature of a webhook: HMAC-SHA256 over `timestamp.body`, so that neither can be changed nor replayed later. */
export const signWebhook = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

/** Tells another system. The event id stays the same over retries, so the receiver can drop doubles. */
export const webhookTask = ({ db, secret, allowed }: WebhookPorts): TaskKindHandler =>
  taskKind({
    kind: 'webhook',
    version: 1,
    input: WebhookTaskInput,
    async handle(input, run) {
      const lookup = demandAllowed(input.url, allowed)
      const body = JSON.stringify({
        event: 'workflow.task',
        runId: run.dagRunId,
        scheduledFor: run.scheduledFor,
        data: input.body ?? null,
      })
      const hook = await beginWebhook(db, { taskRunId: run.id, eventId: uuidv7(), url: input.url, body })
      const status =
        hook.delivered_at && hook.status !== null ? hook.status : await deliver(input.url, hook, secret, run, lookup)
      if (status >= 300) await refuse(db, run.id, input.url, status)
      await run.commit(async (client) => {
        await endWebhook(client, run.id, status, null)
        return { eventId: hook.event_id, status, deliveredAt: new Date().toISOString() }
      })
    },
  })

async function deliver(
  url: string,
  hook: { event_id: string; body: string },
  secret: string,
  run: TaskRun,
  lookup: LookupFunction | undefined,
): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': 'application/json', 'idempotency-key': run.key, 'x-ems-event-id': hook.event_id, 'x-ems-timestamp': timestamp,
    'x-ems-signature': signWebhook(secret, timestamp, hook.body), 'user-agent': 'omarino-ems',
  } // prettier-ignore
  run.assertLease()
  const call = { method: 'POST', headers, body: hook.body, signal: run.signal, ...(lookup && { lookup }) }
  return (await callHttp(url, call)).status
}

async function refuse(db: Pool, taskRunId: string, url: string, status: number): Promise<never> {
  const message = `${new URL(url).origin} answered ${status}`
  await endWebhook(db, taskRunId, status, message)
  const temporary = status >= 500 || status === 429 || status === 408
  throw new Failure(temporary ? 'unavailable' : 'invalid', 'WEBHOOK_REFUSED', message)
}

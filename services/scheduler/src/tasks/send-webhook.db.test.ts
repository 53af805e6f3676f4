import { createLog, createMetrics, lastFirst, startWorker, uuidv7 } from '@omarino/platform'
import { storeKit, submitTask, taskStore, testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { webhookTask } from './send-webhook.ts'

const SECRET = 'a secret for tests'

interface Received {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}
interface Ended {
  readonly state: string
  readonly attempt: number
  readonly output: { eventId: string; status: number; deliveredAt: string } | null
  readonly error: { code: string; message: string } | null
  readonly webhook: { event_id: string; attempts: number; status: number; delivered: boolean; last_error: string | null }
} // prettier-ignore
const ENDED = `
  select t.state, t.attempt, t.output, t.error, jsonb_build_object('event_id', w.event_id, 'attempts', w.attempts, 'status', w.status,
         'delivered', w.delivered_at is not null, 'last_error', w.last_error) as webhook
    from scheduler.task_run t left join scheduler.webhook w on w.task_run_id = t.id
   where t.id = $1 and t.state in ('succeeded', 'failed')`

/** A worker of the scheduler's queue and a receiver that answers each call as `answer` says. */
async function open(test: TestContext, answer: (call: number, reply: http.ServerResponse) => void, listed = true) {
  const t = lastFirst(test)
  const { db, url: databaseUrl } = await testDatabase(t)
  const received: Received[] = []
  const server = http.createServer((request, reply) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text)).once('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body })
      answer(received.length, reply)
    })
  }) // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const worker = startWorker({
    queue: 'scheduler', owner: uuidv7(), concurrency: 1, kinds: [webhookTask({ db, secret: SECRET, allowed: listed ? [host] : [] })], db, databaseUrl,
    store: taskStore, heartbeatEntry: storeKit.heartbeatEntry, log: createLog('scheduler', 'silent'), metrics: createMetrics('scheduler', 'test'),
    failpoint: () => undefined, translate: storeKit.translate, random: () => 0,
  }) // prettier-ignore
  t.after(() => worker.stop())
  const send = async (body?: unknown, path = '/hook'): Promise<Ended & { id: string; runId: string }> => {
    const [runId, id] = [uuidv7(), uuidv7()]
    const input = { url: `http://${host}${path}`, ...(body !== undefined && { body }) }
    await submitTask(db, { runId, taskRunId: id, kind: 'webhook', queue: 'scheduler', input, idempotencyKey: null, principal: 'me' }) // prettier-ignore
    for (;;) {
      worker.wake()
      const { rows } = await db.query<Ended>(ENDED, [id])
      if (rows[0]) return { ...rows[0], id, runId }
      await sleep(20)
    }
  }
  return { db, received, send }
}

test('a webhook carries event, run and data, signed over time and body, and its result names the event', async (t) => {
  const { received, send } = await open(t, (_call, reply) => reply.writeHead(204).end())
  const { state, output, runId, webhook } = await send({ plan: 'a', cost: 1.5 })
  assert.equal(state, 'succeeded')
  const [{ headers, body }] = received
  const { scheduledFor, ...rest } = JSON.parse(body) as Record<string, unknown>
  assert.deepEqual(rest, { event: 'workflow.task', runId, data: { plan: 'a', cost: 1.5 } })
  assert.match(String(scheduledFor), /^\d{4}-.*Z$/)
  const timestamp = String(headers['x-ems-timestamp'])
  const expected = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')
  assert.equal(headers['x-ems-signature'], `v1=${expected}`)
  assert.ok(Math.abs(+timestamp * 1000 - Date.now()) < 60_000)
  assert.deepEqual([headers['content-type'], headers['x-ems-event-id']], ['application/json', output?.eventId])
  assert.deepEqual([output?.status, webhook.delivered, webhook.last_error, webhook.attempts], [204, true, null, 1])
})

test('a receiver in trouble is called again: the same event, key and body, a signature of the moment', async (t) => {
  const { received, send } = await open(t, (call, reply) => reply.writeHead(call < 3 ? 500 : 200).end())
  const { state, attempt, output, webhook } = await send({ n: 1 })
  assert.deepEqual([state, attempt, received.length], ['succeeded', 3, 3])
  for (const name of ['x-ems-event-id', 'idempotency-key'])
    assert.deepEqual(new Set(received.map(({ headers }) => headers[name])).size, 1, name)
  assert.equal(new Set(received.map(({ body }) => body)).size, 1)
  assert.deepEqual([output?.eventId, webhook.attempts, webhook.status], [received[0].headers['x-ems-event-id'], 3, 200]) // prettier-ignore
})

for (const status of [429, 408, 503])
  test(`an answer of ${status} is tried three times and then fails`, async (t) => {
    const { received, send } = await open(t, (_call, reply) => reply.writeHead(status).end())
    const { state, error, webhook } = await send()
    assert.deepEqual([state, error?.code, received.length], ['failed', 'WEBHOOK_REFUSED', 3])
    assert.deepEqual([webhook.status, webhook.delivered], [status, false])
    assert.match(webhook.last_error ?? '', new RegExp(`answered ${status}$`))
  })

for (const status of [400, 401, 404, 410])
  test(`an answer of ${status} fails at once`, async (t) => {
    const { received, send } = await open(t, (_call, reply) => reply.writeHead(status).end())
    const { state, error } = await send()
    assert.deepEqual([state, error?.code, received.length], ['failed', 'WEBHOOK_REFUSED', 1])
  })

test('a redirect is not followed: it fails, and the place it names is not called', async (t) => {
  const { received, send } = await open(t, (_call, reply) => reply.writeHead(307, { location: '/elsewhere' }).end())
  const { state, error } = await send()
  assert.deepEqual([state, received.map(({ path }) => path)], ['failed', ['/hook']])
  assert.match(error?.message ?? '', /answered 307$/)
})

test('a reply of a megabyte is read no further than needed and counts as delivered', async (t) => {
  const { send } = await open(t, (_call, reply) => reply.writeHead(200).end('x'.repeat(1024 * 1024)))
  assert.equal((await send()).state, 'succeeded')
})

test('a receiver that hangs up is called again', async (t) => {
  const { received, send } = await open(t, (call, reply) => (call === 1 ? reply.destroy() : reply.writeHead(200).end()))
  assert.deepEqual([(await send()).state, received.length], ['succeeded', 2])
})

test('an inner address that nobody listed is not called, and the task fails at once', async (t) => {
  const { received, send } = await open(t, (_call, reply) => reply.end(), false)
  const { state, error, attempt } = await send()
  assert.deepEqual([state, error?.code, attempt, received], ['failed', 'EGRESS_FORBIDDEN', 1, []])
})

test('what one attempt delivered without its result being kept is delivered under the same event again', async (t) => {
  const { db, received, send } = await open(t, (call, reply) => {
    // at the first, the lease is lost while the receiver answers, as when this process is killed
    const lost = call > 1 ? Promise.resolve() : db.query(`update scheduler.task_run set lease_until = clock_timestamp() - interval '1 s' where state = 'running'`).then(() => db.query('select scheduler.sweep_leases()'))
    void lost.then(() => reply.writeHead(200).end())
  }) // prettier-ignore
  const { state, output } = await send()
  assert.equal(state, 'succeeded')
  assert.equal(received.length, 2)
  assert.equal(received[0].headers['x-ems-event-id'], received[1].headers['x-ems-event-id'])
  assert.equal(output?.eventId, received[0].headers['x-ems-event-id'])
})

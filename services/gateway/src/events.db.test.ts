import { appendEvent, transaction } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { sampleGateway } from './sample-gateway.ts'
import type { SampleGateway } from './sample-gateway.ts'

interface Message {
  readonly id: string | undefined
  readonly event: string | undefined
  readonly data: { topic: string; subject: string; body: unknown; at: string } | undefined
}

interface Stream {
  readonly reply: Response
  /** Waits until `count` messages with data have come, and gives all of them. */
  take(count: number): Promise<Message[]>
  /** The id that a browser would send when it connects again. */
  lastId(): string | undefined
  /** Resolves when the stream ends, with the error if it was cut off. */
  readonly ended: Promise<unknown>
  close(): void
}

const OPEN = ': resumed'

/** Reads a stream of events as the standard says: fields up to an empty line; a message needs data. */
async function listen(
  t: TestContext,
  { url }: SampleGateway,
  token: string,
  query = '',
  lastEventId?: string,
): Promise<Stream> {
  // prettier-ignore
  const abort = new AbortController()
  t.after(() => abort.abort())
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) } // prettier-ignore
  const reply = await fetch(`${url}/events${query}`, { headers, signal: abort.signal })
  const messages: Message[] = []
  let [text, lastId, opened] = ['', undefined as string | undefined, false]
  const read = (block: string): void => {
    opened ||= block.startsWith(OPEN) || block.includes('event: reset')
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    lastId = field('id') ?? lastId
    const data = field('data')
    if (data !== undefined) messages.push({ id: field('id'), event: field('event'), data: JSON.parse(data) as Message['data'] }) // prettier-ignore
  }
  const ended = (async () => {
    try {
      for await (const chunk of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (text + chunk).split('\n\n')
        text = blocks.pop() ?? ''
        blocks.forEach(read)
      }
    } catch (error) {
      return error // the test is over, or the stream was cut off
    }
  })()
  while (!opened && reply.ok) await sleep(5)
  return {
    reply,
    async take(count) {
      while (messages.length < count) await sleep(5)
      return messages
    },
    lastId: () => lastId,
    ended,
    close: () => abort.abort(),
  }
}

const tell = (db: Pool, topic: string, ...subjects: string[]): Promise<void> =>
  transaction(db, async (client) => {
    for (const subject of subjects) await appendEvent(client, topic, subject, { subject })
  })
const subjects = (messages: readonly Message[]): (string | undefined)[] => messages.map(({ data }) => data?.subject)
const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => String(from + i))

async function open(t: TestContext) {
  const gateway = await sampleGateway(t)
  return { gateway, db: gateway.db, token: await gateway.tokenOf('viewer') }
}

test('what is written in a transaction comes when it commits, in order, with an id, and what rolls back never', async (t) => {
  const { gateway, db, token } = await open(t)
  const stream = await listen(t, gateway, token)
  assert.equal(stream.reply.headers.get('content-type'), 'text/event-stream')
  assert.equal(stream.reply.headers.get('cache-control'), 'no-store')
  await assert.rejects(transaction(db, async (client) => {
    await appendEvent(client, 'plan.stored', 'never', {})
    throw new Error('rolled back')
  })) // prettier-ignore
  await tell(db, 'plan.stored', 'first', 'second')
  await tell(db, 'run.changed', 'third')
  const messages = await stream.take(3)
  assert.deepEqual(subjects(messages), ['first', 'second', 'third'])
  assert.deepEqual([messages[2].event, messages[2].data?.topic, messages[2].data?.body], ['run.changed', 'run.changed', { subject: 'third' }]) // prettier-ignore
  assert.ok(messages.every(({ id }) => /^\d+-\d+$/.test(id ?? '')))
})

test('a commit that comes late is told after the one that overtook it, and neither is lost', async (t) => {
  const { gateway, db, token } = await open(t)
  const stream = await listen(t, gateway, token)
  const slow = await db.connect()
  await slow.query('begin')
  await appendEvent(slow, 'run.changed', 'began first', {})
  await tell(db, 'run.changed', 'committed first')
  await slow.query('commit')
  slow.release()
  await tell(db, 'run.changed', 'last')
  assert.deepEqual(subjects(await stream.take(3)), ['began first', 'committed first', 'last'])
})

test('only the topics that were asked for come', async (t) => {
  const { gateway, db, token } = await open(t)
  const stream = await listen(t, gateway, token, '?topics=plan.stored,report.stored')
  await tell(db, 'run.changed', 'no')
  await tell(db, 'plan.stored', 'yes')
  await tell(db, 'task.progress', 'no')
  await tell(db, 'report.stored', 'yes too')
  assert.deepEqual(subjects(await stream.take(2)), ['yes', 'yes too'])
})

for (const [how, place] of [['the header Last-Event-ID', 'header'], ['the query after=', 'query']] as const)
  test(`a reader that was away resumes by ${how} and misses none of 1,200 events`, async (t) => {
    const { gateway, db, token } = await open(t)
    const other = await listen(t, gateway, token) // keeps the feed reading meanwhile
    const first = await listen(t, gateway, token)
    await tell(db, 'run.changed', 'seen')
    await first.take(1)
    first.close()
    await tell(db, 'run.changed', ...numbers(0, 1200)) // more than two pages
    await other.take(1201)
    const id = first.lastId()
    const again = place === 'header' ? await listen(t, gateway, token, '', id) : await listen(t, gateway, token, `?after=${id}`)
    await tell(db, 'run.changed', 'after')
    assert.deepEqual(subjects(await again.take(1201)), [...numbers(0, 1200), 'after'])
  }) // prettier-ignore

test('a browser that repeats its old query resumes where its header says', async (t) => {
  const { gateway, db, token } = await open(t)
  const first = await listen(t, gateway, token)
  await tell(db, 'run.changed', 'one', 'two')
  const [one, two] = await first.take(2)
  const again = await listen(t, gateway, token, `?after=${one.id}`, two.id)
  await tell(db, 'run.changed', 'three')
  assert.deepEqual(subjects(await again.take(1)), ['three'])
})

test('a reader whose topics were silent resumes past what it did not ask for', async (t) => {
  const { gateway, db, token } = await open(t)
  await tell(db, 'run.changed', 'before')
  await untilVisible(db)
  const quiet = await listen(t, gateway, token, '?topics=plan.stored')
  const id = quiet.lastId()
  quiet.close()
  await tell(db, 'plan.stored', 'missed')
  const again = await listen(t, gateway, token, '?topics=plan.stored', id)
  assert.deepEqual(subjects(await again.take(1)), ['missed'])
})

test('readers that come and go while events are written lose none and get none twice', async (t) => {
  const { gateway, db, token } = await open(t)
  await tell(db, 'run.changed', 'start')
  await untilVisible(db)
  const start = await listen(t, gateway, token)
  const from = start.lastId()
  start.close()
  const writing = (async () => {
    for (let n = 0; n < 40; n++) await tell(db, 'run.changed', ...numbers(n * 5, n * 5 + 5))
  })()
  const readers = []
  for (let n = 0; n < 8; n++) {
    readers.push(await listen(t, gateway, token, '', from))
    if (n % 3 === 2) readers.splice(0, 1)[0]?.close()
  }
  await writing
  for (const reader of readers) assert.deepEqual(subjects(await reader.take(200)), numbers(0, 200))
})

/** Waits until readers may see all that was told: transactions of other databases of the server hold it back for a moment. */
async function untilVisible(db: Pool): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = await db.query<{ visible: boolean }>(
      'select max(xid) < pg_snapshot_xmin(pg_current_snapshot()) as visible from event.entry',
    )
    if (rows[0].visible) return
    await sleep(20)
  }
}

for (const after of ['1-1', 'nonsense', '99999999999999999999-9999999999999999999', '0-0'])
  test(`a reader at the unknown position ${after} is told to read everything anew, and then hears what comes`, async (t) => {
    const { gateway, db, token } = await open(t)
    await tell(db, 'run.changed', 'before')
    await untilVisible(db)
    const stream = await listen(t, gateway, token, `?after=${after}`)
    await tell(db, 'run.changed', 'after')
    const [reset, next] = await stream.take(2)
    assert.deepEqual([reset.event, next.data?.subject], ['reset', 'after'])
    assert.match(reset.id ?? '', /^\d+-\d+$/) // from here it resumes the next time
  })

test('a position older than five minutes is reset', async (t) => {
  const { gateway, db, token } = await open(t)
  const first = await listen(t, gateway, token)
  await tell(db, 'run.changed', 'old')
  await first.take(1)
  await db.query(`update event.entry set at = now() - interval '6 minutes'`)
  const again = await listen(t, gateway, token, '', first.lastId())
  assert.equal((await again.take(1))[0].event, 'reset')
})

test('a stream ends when the token of its reader ends', async (t) => {
  const { gateway } = await open(t)
  const soon = Math.ceil(Date.now() / 1000) + 1
  const stream = await listen(t, gateway, await gateway.provider.sign({ exp: soon }))
  assert.equal(await stream.ended, undefined)
  assert.ok(Date.now() >= soon * 1000 - 50) // timers may fire a moment early
})

test('500 streams are served and the next one is 503, until one of them goes', async (t) => {
  const { gateway, db, token } = await open(t)
  const streams = await Promise.all(Array.from({ length: 500 }, () => listen(t, gateway, token)))
  const refused = await fetch(`${gateway.url}/events`, { headers: { authorization: `Bearer ${token}` } })
  assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [503, 'TOO_MANY_STREAMS'])
  await tell(db, 'run.changed', 'to all')
  assert.ok((await Promise.all(streams.map((stream) => stream.take(1)))).every(([message]) => message.data?.subject === 'to all')) // prettier-ignore
  streams[0].close()
  for (let status = 503; status !== 200;) {
    await sleep(20)
    status = (await listen(t, gateway, token)).reply.status
  }
})

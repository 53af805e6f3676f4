import { EventsQuery, Problem } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { EventFeed } from '../event-feed.ts'

export interface EventPorts {
  readonly feed: EventFeed
  door(path: string): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>
}

const HEARTBEAT_MS = 15_000
const MAX_BUFFERED_BYTES = 1024 * 1024 // a reader that does not read is let go; it resumes by its last id
const MAX_STREAMS = 500

/** What happens, as it happens: server-sent events with ids that a reader can resume from. */
export const eventRoutes: FastifyPluginAsyncZod<EventPorts> = async (app, { feed, door }) => {
  let streams = 0
  app.get(
    '/events',
    { onRequest: door('/events'), schema: { querystring: EventsQuery, response: { '4xx': Problem } } },
    async (request, reply) => {
      if (streams >= MAX_STREAMS)
        throw new Failure('unavailable', 'TOO_MANY_STREAMS', `${MAX_STREAMS} event streams are open already`)
      const header = request.headers['last-event-id']
      const after = typeof header === 'string' ? header : request.query.after // a browser that reconnects repeats an old query
      const topics = new Set((request.query.topics ?? '').split(',').filter(Boolean))
      streams += 1
      await stream(request, reply, feed, topics, after).finally(() => (streams -= 1))
      return reply
    },
  )
}

async function stream(
  request: FastifyRequest,
  reply: FastifyReply,
  feed: EventFeed,
  topics: ReadonlySet<string>,
  after: string | undefined,
): Promise<void> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
  })
  raw.on('error', () => undefined) // a reader that went away; `close` follows
  const closed = raw.closed ? Promise.resolve() : new Promise<void>((resolve) => raw.once('close', resolve))
  const write = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return
    if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy()
    else raw.write(text)
  }
  const heartbeat = setInterval(() => write(': alive\n\n'), HEARTBEAT_MS)
  const expiresIn = request.caller?.expiresAtMs ? request.caller.expiresAtMs - Date.now() : undefined
  const expiry =
    expiresIn === undefined ? undefined : setTimeout(() => raw.end(), Math.min(Math.max(0, expiresIn), 2 ** 31 - 1))
  try {
    const { resumed, position, unsubscribe } = await feed.subscribe(after, (event) => {
      if (topics.size > 0 && !topics.has(event.topic)) return
      const data = { topic: event.topic, subject: event.subject, body: event.body, at: event.at.toISOString() }
      write(`id: ${event.position}\nevent: ${event.topic}\ndata: ${JSON.stringify(data)}\n\n`)
    })
    write(resumed ? `: resumed\nid: ${position}\n\n` : `id: ${position}\nevent: reset\ndata: {}\n\n`)
    await closed.finally(unsubscribe)
  } catch (error) {
    request.log.warn({ reason: String(error) }, 'an event stream could not begin')
    raw.end() // the reader comes again by itself
  } finally {
    clearInterval(heartbeat)
    clearTimeout(expiry)
  }
}

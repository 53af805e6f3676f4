import replyFrom from '@fastify/reply-from'
import { sendProblem } from '@omarino/platform'
import type { App } from '@omarino/platform'
import type { FastifyReply } from 'fastify'
import { demandCsrf, demandOwnSite } from './csrf.ts'
import type { Sessions } from './sessions.ts'

export interface ApiPorts {
  readonly gateway: string
  readonly sessions: Sessions
  readonly cookie: string
  readonly webUrl: string
}

const UPLOAD_BYTES = 2 * 1024 ** 3
const TIMEOUT_MS = 60_000
const PASSED = [
  'accept',
  'content-type',
  'content-length',
  'content-encoding',
  'last-event-id',
  'idempotency-key',
  'if-none-match',
  'transfer-encoding',
  'accept-language',
]

/** `/api/*` → gateway with the session's access token. The browser never sees a token. */
export async function apiProxy(app: App, { gateway, sessions, cookie, webUrl }: ApiPorts): Promise<void> {
  await app.register(replyFrom, {
    undici: { connections: 64, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: 0 },
    disableRequestLogging: true,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => done(null, body))
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'], url: '/api/*', bodyLimit: UPLOAD_BYTES, schema: { hide: true },
    handler: async (request, reply) => {
      const session = await sessions.find(request.cookies[cookie])
      if (!session) return sendProblem(request, reply, { status: 401, code: 'NOT_SIGNED_IN', detail: 'the session has ended; sign in again' })
      demandOwnSite(request)
      demandCsrf(request, sessions.csrf(session.id), webUrl)
      const kept = Object.entries(request.headers).filter(([name]) => PASSED.includes(name))
      return reply.from(gateway + request.url.slice('/api'.length), {
        rewriteRequestHeaders: () => ({ ...Object.fromEntries(kept), authorization: `Bearer ${session.tokens.accessToken}`, 'x-request-id': request.id }),
        onError: (failed, { error }) => {
          request.log.warn({ reason: error.message }, 'the gateway did not answer')
          void sendProblem(request, failed as FastifyReply, { status: 503, code: 'GATEWAY_UNAVAILABLE', detail: 'the gateway does not answer just now' })
        },
      })
    },
  }) // prettier-ignore
}

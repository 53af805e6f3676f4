import replyFrom from '@fastify/reply-from'
import { POLICY } from '@omarino/contracts'
import type { RoutePolicy } from '@omarino/contracts'
import { sendProblem } from '@omarino/platform'
import type { App, TokenSigner } from '@omarino/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { BodyCap } from '../body-cap.ts'
import { openDoor, sendTooLarge } from '../door.ts'
import type { Authenticate } from '../door.ts'
import { UPSTREAMS } from '../config.ts'
import type { Upstream } from '../config.ts'

export interface ProxyPorts {
  readonly signer: TokenSigner
  readonly authenticate: Authenticate
  readonly upstreams: Readonly<Record<Upstream, string>>
}

const UPSTREAM_TIMEOUT_MS = 60_000
/** What a caller must not be able to hand to a service: who he is, and headers that change the connection. */
const DROPPED = [
  'authorization',
  'cookie',
  'connection',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-real-ip',
]

const isUpstream = (service: string): service is Upstream => (UPSTREAMS as readonly string[]).includes(service)

/** Passes every route of the policy table on to the service that owns it; what is not in the table does not exist. */
export async function proxyRoutes(app: App, ports: ProxyPorts): Promise<void> {
  await app.register(replyFrom, {
    undici: {
      connections: 64,
      pipelining: 1,
      headersTimeout: UPSTREAM_TIMEOUT_MS,
      bodyTimeout: UPSTREAM_TIMEOUT_MS * 10,
    },
    disableRequestLogging: true,
  })
  app.removeAllContentTypeParsers()
  // Bodies stream through unread, and are counted: not every caller says how long his is.
  app.addContentTypeParser('*', (request, body, done) => {
    done(null, new BodyCap(body, request.routeOptions.bodyLimit))
  })
  for (const policy of POLICY) {
    const { service } = policy
    if (!isUpstream(service)) continue
    for (const prefix of ['', '/v1']) {
      app.route({
        method: policy.method, url: prefix + policy.path, bodyLimit: policy.maxBytes, schema: { hide: true },
        onRequest: openDoor(policy, ports.authenticate), handler: (request, reply) => forward(request, reply, policy, service, ports),
      }) // prettier-ignore
    }
  }
}

async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  policy: RoutePolicy,
  service: Upstream,
  { signer, upstreams }: ProxyPorts,
): Promise<FastifyReply> {
  const caller = request.caller
  if (!caller) throw new Error(`${policy.path} was reached without a caller`)
  const token = await signer.sign(service, caller, request.id)
  const path = request.url.replace(/^\/v1(?=\/)/, '')
  return reply.from(upstreams[service] + path, {
    rewriteRequestHeaders: (_request, headers) => ({
      ...withoutDropped(headers),
      authorization: `Bearer ${token}`,
      'x-request-id': request.id,
    }),
    onError: (failed, { error }) => {
      if (request.body instanceof BodyCap && request.body.exceeded)
        return void sendTooLarge(request, failed as FastifyReply, policy)
      request.log.warn({ service, reason: error.message }, 'a service did not answer')
      void sendProblem(request, failed as FastifyReply, {
        status: 503,
        code: 'SERVICE_UNAVAILABLE',
        detail: `the ${service} service does not answer just now`,
      })
    },
  })
}

/** Also whatever `Connection` names: a proxy would strip it after we added ours (CVE-2026-33805). */
function withoutDropped(headers: Record<string, unknown>): Record<string, string> {
  const named = typeof headers['connection'] === 'string' ? headers['connection'].toLowerCase().split(/\s*,\s*/) : []
  const kept = Object.entries(headers).filter(
    ([name]) => !DROPPED.includes(name) && !named.includes(name) && !name.startsWith('x-omarino-'),
  )
  return Object.fromEntries(kept) as Record<string, string>
}

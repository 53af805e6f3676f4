import { Me, Problem, SystemHealth } from '@omarino/contracts'
import type { Ready } from '@omarino/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { readFile } from 'node:fs/promises'
import type { Upstream } from '../config.ts'
import { renderDocs } from '../docs-page.ts'

const OPENAPI = new URL('../../../../docs/openapi.json', import.meta.url)
const HEALTH_TIMEOUT_MS = 3_000
const DOCS_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export interface SystemPorts {
  readonly upstreams: Readonly<Record<Upstream, string>>
  door(path: string): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>
}

async function askReady(url: string): Promise<Ready | null> {
  try {
    const reply = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) })
    return (await reply.json()) as Ready
  } catch {
    return null // null is the answer: the service does not answer
  }
}

/** What the gateway answers itself: health of all, who am I, the interface's description. */
export const systemRoutes: FastifyPluginAsyncZod<SystemPorts> = async (app, { upstreams, door }) => {
  app.get('/health', { onRequest: door('/health'), schema: { response: { 200: SystemHealth } } }, async () => {
    const entries = await Promise.all(
      Object.entries(upstreams).map(async ([name, url]) => [name, await askReady(url)] as const),
    )
    const healthy = entries.every(([, ready]) => ready?.status === 'ready')
    return { status: healthy ? ('ready' as const) : ('degraded' as const), services: Object.fromEntries(entries) }
  })

  app.get('/me', { onRequest: door('/me'), schema: { response: { 200: Me, '4xx': Problem } } }, async ({ caller }) => ({
    subject: caller?.subject ?? '',
    name: caller?.name ?? null,
    roles: [...(caller?.roles ?? [])],
  }))

  app.get('/openapi.json', { onRequest: door('/openapi.json'), schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', 'application/json')
      .serializer(String)
      .send(await readFile(OPENAPI, 'utf8')),
  )

  app.get('/docs', { onRequest: door('/docs'), schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', DOCS_CSP)
      .serializer(String)
      .send(renderDocs(await readFile(OPENAPI, 'utf8'))),
  )
}

import fastifyStatic from '@fastify/static'
import type { App } from '@omarino/platform'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const CSP = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'", "worker-src 'self'",
  "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", 'trusted-types ems',
].join('; ') // prettier-ignore

/** The built application: hashed assets for ever, the page itself never from a cache; unknown paths are the application's own. */
export async function staticFiles(app: App, dist: string): Promise<void> {
  if (!existsSync(path.join(dist, 'index.html'))) throw new Error('web/dist is missing: ./ems start builds it')
  const index = readFileSync(path.join(dist, 'index.html'), 'utf8')
  app.addHook('onSend', async (_request, reply) => {
    void reply
      .header('content-security-policy', CSP)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
  })
  await app.register(fastifyStatic, {
    root: path.join(dist, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    wildcard: true,
  })
  for (const { name } of readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isFile()))
    if (name !== 'index.html')
      app.get(`/${name}`, { schema: { hide: true } }, async (_request, reply) => reply.sendFile(name, dist))
  app.get('/*', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-type', 'text/html; charset=utf-8')
      .serializer(String)
      .send(index),
  )
}

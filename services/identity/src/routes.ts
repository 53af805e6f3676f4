import type { App } from '@omarino/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import type { Pool } from 'pg'
import { signIn } from './accounts.ts'
import { messagePage, signInPage } from './pages.ts'

const FORM_BYTES = 4096
const FAULTS = {
  refused: 'User or password is wrong.',
  'too-many': 'Too many attempts. Wait five minutes and try again.',
} as const

/** Our own sign-in page, in place of the provider's development one. */
export async function interactionRoutes(app: App, provider: Provider, db: Pool, webUrl: string): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )

  app.get('/interaction/:uid', { schema: { hide: true } }, async (request, reply) =>
    show(request, reply, provider, webUrl, '', undefined),
  )

  app.post('/interaction/:uid', { schema: { hide: true } }, async (request, reply) => {
    const form = request.body as URLSearchParams
    const name = (form.get('name') ?? '').slice(0, 100)
    const outcome = await signIn(db, name, (form.get('password') ?? '').slice(0, 200))
    request.log.info({ subject: name, outcome }, 'sign-in was tried')
    if (outcome !== 'welcome')
      return show(request, reply.code(outcome === 'refused' ? 401 : 429), provider, webUrl, name, FAULTS[outcome])
    reply.hijack()
    await provider.interactionFinished(
      request.raw,
      reply.raw,
      { login: { accountId: name } },
      { mergeWithLastSubmission: false },
    )
    return reply
  })
}

async function show(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  webUrl: string,
  name: string,
  fault: string | undefined,
): Promise<FastifyReply> {
  const html = reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(String)
  try {
    const { uid } = await provider.interactionDetails(request.raw, reply.raw)
    const page = signInPage(uid, name, fault)
    return await html.header('content-security-policy', page.csp).send(page.html)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SessionNotFound') throw error
    const page = messagePage('This sign-in has expired. Begin again.', webUrl)
    return html.code(400).header('content-security-policy', page.csp).send(page.html)
  }
}

/** Everything else is the provider's: it reads the raw request itself. */
export async function providerRoutes(app: App, provider: Provider): Promise<void> {
  const handle = provider.callback()
  app.addHook('onRequest', async (request, reply) => {
    reply.hijack()
    await handle(request.raw, reply.raw)
  })
  app.all('/*', { schema: { hide: true } }, async () => undefined)
}

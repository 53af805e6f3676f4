import swagger from '@fastify/swagger'
import { allows, POLICY } from '@omarino/contracts'
import type { Ready, RoutePolicy, ServiceName } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { errors as joseErrors } from 'jose'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { uuidv7 } from './id.ts'
import type { Principal, TokenVerifier } from './internal-token.ts'
import type { Logger } from './log.ts'
import { measureRequests } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { notFoundHandler, problemHandler, sendProblem } from './problem.ts'
import { VERSION } from './version.ts'

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null
  }
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

export interface ServiceParts {
  readonly name: string
  readonly log: Logger
  readonly metrics: Metrics
  /** Checks the token between our processes; absent for processes that are not behind the gateway. */
  readonly verify?: TokenVerifier
  /** Turns driver errors into failures. */
  readonly translate: (error: unknown) => unknown
  readonly modes: Readonly<Record<string, string>>
  /** Each resolves when its dependency answers and rejects with a sentence when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<string>>>
}

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 60_000
const JSON_BYTES = 256 * 1024
const CHECK_TIMEOUT_MS = 2_000
const OPEN_PATHS = /^\/(health\/(live|ready)|metrics)$/
const REQUEST_ID = /^[\w-]{8,64}$/

const requestIdOf = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7()
}

/** A Fastify app as every process of ours has it: problems, health, metrics, policy, OpenAPI, logs with request id. */
export function createApp(parts: ServiceParts): App {
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: JSON_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 400 },
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
  }).withTypeProvider<ZodTypeProvider>() as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(problemHandler(parts.translate))
  app.setNotFoundHandler(notFoundHandler)
  app.decorateRequest('principal', null)
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id)
  })
  measureRequests(app, parts.metrics)
  addOpenApi(app, parts.name)
  if (parts.verify) demandToken(app, parts.name as ServiceName, parts.verify)
  addHealth(app, parts)
  return app
}

function addOpenApi(app: App, name: string): void {
  void app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: `OMARINO EMS ${name}`, version: VERSION } },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** Who did it, for the audit. */
export const actorOf = (request: FastifyRequest): { actor: string; role: string | null; requestId: string } => ({
  actor: request.principal?.subject ?? 'unknown',
  role: request.principal?.roles.join(',') ?? null,
  requestId: request.id,
})

const policyOf = (service: string, method: string, path: string): RoutePolicy | undefined =>
  POLICY.find((one) => one.service === service && one.method === method && one.path === path)

/** Registers the door: a route without policy stops the start; a request without a valid token is 401, without the role 403. */
function demandToken(app: App, service: ServiceName, verify: TokenVerifier): void {
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      if (!OPEN_PATHS.test(route.url) && !policyOf(service, method, route.url)) {
        throw new Error(`${method} ${route.url} has no entry in the policy table (packages/contracts/src/policy.ts)`)
      }
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url
    if (path === undefined || OPEN_PATHS.test(path)) return
    const principal = await readPrincipal(request, verify)
    if (!principal)
      return sendProblem(request, reply, {
        status: 401,
        code: 'INTERNAL_TOKEN_REQUIRED',
        detail: 'this address is for our own processes; go through the gateway',
      })
    const policy = policyOf(service, request.method, path)
    if (!policy || !allows(policy.access, principal.roles)) {
      return sendProblem(request, reply, {
        status: 403,
        code: 'ROLE_MISSING',
        detail: `this needs the role ${policy?.access ?? 'none'}`,
      })
    }
    request.principal = principal
  })
}

async function readPrincipal(request: FastifyRequest, verify: TokenVerifier): Promise<Principal | undefined> {
  const header = request.headers.authorization
  if (!header?.startsWith('Bearer ')) return undefined
  try {
    return await verify(header.slice('Bearer '.length))
  } catch (error) {
    const isRefusal = error instanceof joseErrors.JOSEError || (error instanceof Failure && error.kind === 'forbidden')
    if (!isRefusal) throw error // the keys could not be read: the caller may come back
    request.log.warn({ reason: error.message }, 'an internal token was refused')
    return undefined
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

export async function runChecks(
  checks: ServiceParts['checks'],
): Promise<{ ok: boolean; results: Record<string, string> }> {
  const results: Record<string, string> = {}
  let ok = true
  for (const [name, check] of Object.entries(checks)) {
    try {
      results[name] = await within(check(), CHECK_TIMEOUT_MS)
    } catch (error) {
      ok = false
      results[name] = `failed: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return { ok, results }
}

function addHealth(app: App, parts: ServiceParts): void {
  app.get('/health/live', { schema: { hide: true } }, async () => ({
    status: 'live',
    service: parts.name,
    version: VERSION,
  }))
  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const { ok, results } = await runChecks(parts.checks)
    const body: Ready = {
      status: ok ? 'ready' : 'not-ready',
      service: parts.name,
      version: VERSION,
      modes: { ...parts.modes },
      checks: results,
    }
    return reply.code(ok ? 200 : 503).send(body)
  })
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', parts.metrics.registry.contentType)
      .serializer(String)
      .send(await parts.metrics.registry.metrics()),
  )
}

import type { Problem } from '@omarino/contracts'
import { DomainError, Failure } from '@omarino/energy'
import type { FailureKind } from '@omarino/energy'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'

const STATUS: Readonly<Record<FailureKind, number>> = {
  invalid: 422,
  'not-found': 404,
  conflict: 409,
  infeasible: 422,
  unavailable: 503,
  forbidden: 403,
  'too-large': 413,
}
const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad request', 401: 'Not signed in', 403: 'Forbidden', 404: 'Not found', 405: 'Method not allowed', 409: 'Conflict', 413: 'Too large',
  415: 'Unsupported content', 422: 'Cannot be processed', 429: 'Too many requests', 500: 'Internal error', 502: 'Bad gateway', 503: 'Unavailable',
} // prettier-ignore
const RETRY_AFTER_S = 2

export interface ProblemParts {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: Problem['errors']
}

/** Sends an RFC 9457 problem. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, detail, errors }: ProblemParts,
): FastifyReply {
  const body: Problem = {
    type: 'about:blank',
    title: TITLE[status] ?? 'Error',
    status,
    code,
    detail,
    requestId: request.id,
    ...(errors && { errors }),
  }
  if (status === 503) void reply.header('retry-after', RETRY_AFTER_S)
  if (status === 401) void reply.header('www-authenticate', 'Bearer')
  return reply.code(status).header('content-type', 'application/problem+json').serializer(JSON.stringify).send(body)
}

/** What a failed request answers. Whatever is not a domain error or a fault of the caller is a bug: logged, told without details. */
function describe(error: FastifyError | Error): ProblemParts {
  if (error instanceof DomainError) {
    const errors = error.pointer === undefined ? undefined : [{ pointer: error.pointer, message: error.message }]
    return { status: STATUS[error.kind], code: error.code, detail: error.message, ...(errors && { errors }) }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation
      .slice(0, 20)
      .map((issue) => ({ pointer: issue.instancePath || '/', message: issue.message ?? 'is invalid' }))
    const first = errors[0]
    return {
      status: 422,
      code: 'VALIDATION',
      detail: first ? `${first.pointer}: ${first.message}` : 'the request does not fit its schema',
      errors,
    }
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status >= 500)
    return {
      status: 500,
      code: 'INTERNAL',
      detail: 'something went wrong on our side; the request id finds it in the log',
    }
  const code = 'code' in error && typeof error.code === 'string' ? error.code.replace(/^FST_ERR_/, '') : 'BAD_REQUEST'
  return { status, code: status === 413 ? 'BODY_TOO_LARGE' : code, detail: error.message }
}

/** The one place where an error becomes a reply. `translate` may turn driver errors into failures first. */
export const problemHandler =
  (translate: (error: unknown) => unknown) =>
  (thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const translated = translate(thrown)
    const error = translated instanceof Error ? translated : new Error(String(translated))
    const parts = describe(error)
    if (parts.status >= 500 && parts.status !== 503) request.log.error({ err: error }, 'request failed')
    else if (parts.status === 503) request.log.warn({ code: parts.code }, 'request was refused for now')
    void sendProblem(request, reply, parts)
  }

export const notFoundHandler = (request: FastifyRequest, reply: FastifyReply): void => {
  void sendProblem(request, reply, {
    status: 404,
    code: 'NO_SUCH_ROUTE',
    detail: `there is no ${request.method} ${request.url.split('?')[0] ?? ''}`,
  })
}

/** Error of a task as the run keeps it: code and sentence, no stack. */
export function taskProblem(error: unknown): { code: string; message: string } {
  if (error instanceof DomainError) return { code: error.code, message: error.message }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
}

export const isRetryable = (error: unknown): boolean => error instanceof Failure && error.kind === 'unavailable'

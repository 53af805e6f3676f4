import { allows } from '@omarino/contracts'
import type { RoutePolicy } from '@omarino/contracts'
import { sendProblem } from '@omarino/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from './identity/authenticate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}

export type Authenticate = (token: string) => Promise<Caller | undefined>

/** The check before every route of the gateway: who calls, and whether the policy lets that role in. */
export const openDoor =
  (policy: RoutePolicy, authenticate: Authenticate) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (policy.access === 'public') return undefined
    const header = request.headers.authorization
    const caller = header?.startsWith('Bearer ') ? await authenticate(header.slice('Bearer '.length)) : undefined
    if (!caller) {
      const detail = header
        ? 'the token is expired, revoked or not one of ours'
        : 'sign in, or send a token in the header Authorization'
      return sendProblem(request, reply, { status: 401, code: header ? 'TOKEN_REFUSED' : 'NOT_SIGNED_IN', detail })
    }
    if (!allows(policy.access, caller.roles)) {
      request.log.info({ subject: caller.subject, route: policy.path }, 'a role was missing')
      return sendProblem(request, reply, {
        status: 403,
        code: 'ROLE_MISSING',
        detail: `this needs the role ${policy.access}; you have ${caller.roles.join(', ') || 'none'}`,
      })
    }
    const length = request.headers['content-length']
    if (length !== undefined && /^\d+$/.test(length) && BigInt(length) > BigInt(policy.maxBytes)) {
      return sendTooLarge(request, reply, policy, length)
    }
    request.caller = caller
    return undefined
  }

export const sendTooLarge = (
  request: FastifyRequest,
  reply: FastifyReply,
  { maxBytes }: RoutePolicy,
  length = `more than ${maxBytes}`,
): FastifyReply =>
  sendProblem(request, reply, {
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: `the body has ${length} bytes; ${maxBytes} are allowed here`,
  })

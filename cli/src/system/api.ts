import type { Problem } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { readKeys } from './keys.ts'

/** The gateway as a program sees it. */
export interface Api {
  readonly base: string
  get<Reply>(path: string): Promise<Reply>
  post<Reply>(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  put<Reply>(path: string, body: unknown): Promise<Reply>
  upload<Reply>(path: string, body: Buffer | AsyncIterable<Uint8Array>, type: string): Promise<Reply>
}

const TIMEOUT_MS = 120_000

export function createApi(base: string, token = process.env['EMS_TOKEN'] ?? readKeys().cliToken): Api {
  const call = async <Reply>(
    method: string,
    path: string,
    body?: BodyInit,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const init = {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    }
    const reply = await fetch(base + path, init).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
      throw new Failure('unavailable', 'GATEWAY_UNREACHABLE', `the gateway at ${base} cannot be reached: ${cause}`)
    })
    if (reply.ok) return (await reply.json()) as Reply
    const problem = (await reply.json().catch(() => ({ code: 'HTTP', detail: `status ${reply.status}` }))) as Problem
    throw new Failure('invalid', problem.code, `${method} ${path}: ${problem.detail}`)
  }
  return {
    base,
    get: (path) => call('GET', path),
    post: (path, body, headers = {}) =>
      call('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    put: (path, body) => call('PUT', path, JSON.stringify(body), { 'content-type': 'application/json' }),
    upload: (path, body, type) => call('POST', path, body as BodyInit, { 'content-type': type }),
  }
}

import { Failure } from '@omarino/energy'
import type { LookupFunction } from 'node:net'

const TIMEOUT_MS = 10_000
const MAX_REPLY_BYTES = 64 * 1024

export interface SmallReply {
  readonly status: number
  readonly text: string
}

export interface SmallCall {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Finds the address of a host, or refuses it with a failure; left out, any address may be called. */
  readonly lookup?: LookupFunction
}

/** A bounded HTTP call: no redirects, at most 64 KiB of reply, 10 s. Network trouble becomes a failure that is retried. */
export async function callHttp(url: string, { lookup, ...init }: SmallCall): Promise<SmallReply> {
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(init.signal ? [init.signal] : [])])
  try {
    if (lookup) return await callThrough(lookup, url, { ...init, signal })
    const reply = await fetch(url, { ...init, redirect: 'manual', signal })
    return { status: reply.status, text: await readSome(reply.body) }
  } catch (error) {
    init.signal?.throwIfAborted()
    if (error instanceof Error && error.cause instanceof Failure) throw error.cause
    const cause =
      error instanceof Error && error.cause instanceof Error
        ? error.cause.message
        : error instanceof Error
          ? error.message
          : String(error)
    throw new Failure('unavailable', 'HTTP_FAILED', `${init.method} ${new URL(url).origin} failed: ${cause}`)
  }
}

/** Only a client of our own lets the socket ask `lookup`; loaded when the first such call is made. */
async function callThrough(lookup: LookupFunction, url: string, init: Omit<SmallCall, 'lookup'>): Promise<SmallReply> {
  const { Agent, fetch: fetchThrough } = await import('undici')
  const dispatcher = new Agent({ connect: { lookup } })
  try {
    const reply = await fetchThrough(url, { ...init, redirect: 'manual', dispatcher })
    return { status: reply.status, text: await readSome(reply.body as AsyncIterable<Uint8Array> | null) }
  } finally {
    await dispatcher.destroy()
  }
}

async function readSome(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_REPLY_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

import { Failure } from '@omarino/energy'

const TIMEOUT_MS = 10_000
const MAX_REPLY_BYTES = 64 * 1024

export interface SmallReply {
  readonly status: number
  readonly text: string
}

/** A bounded HTTP call: no redirects, at most 64 KiB of reply, 10 s. Network trouble becomes a failure that is retried. */
export async function callHttp(
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignal },
): Promise<SmallReply> {
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(init.signal ? [init.signal] : [])])
  try {
    const reply = await fetch(url, { ...init, redirect: 'manual', signal })
    return { status: reply.status, text: await readSome(reply) }
  } catch (error) {
    init.signal?.throwIfAborted()
    const cause =
      error instanceof Error && error.cause instanceof Error
        ? error.cause.message
        : error instanceof Error
          ? error.message
          : String(error)
    throw new Failure('unavailable', 'HTTP_FAILED', `${init.method} ${new URL(url).origin} failed: ${cause}`)
  }
}

async function readSome(reply: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of reply.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_REPLY_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

import { DomainError } from '@omarino/energy'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export type ChildMessage =
  | { ready: true }
  | { progress: unknown }
  | { reply: unknown; memoryBytes: number }
  | { error: { kind: string; code: string; message: string; pointer: string | undefined }; memoryBytes: number }

/** What a computation in a child may ask and tell; both work while the event loop stands still inside WebAssembly. */
export interface ChildContext {
  cancelled(): boolean
  progress(value: unknown): void
}

const LIFELINE = new URL('./child-lifeline.ts', import.meta.url)

/**
 * The main of a computing child: warms up, says so, then answers one request after the other. A thread reads the lifeline:
 * a byte on it raises the cancel flag, its end (the parent died) kills this process.
 */
export async function serveChild(
  warmUp: () => Promise<void>,
  handle: (request: unknown, context: ChildContext) => Promise<unknown>,
): Promise<void> {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const lifeline = new Worker(LIFELINE, { workerData: flag })
  const listening = once(lifeline, 'message')
  lifeline.unref()
  const send = (message: ChildMessage): void => void process.send?.(message)
  const context: ChildContext = {
    cancelled: () => Atomics.load(flag, 0) === 1,
    progress: (value) => send({ progress: value }),
  }
  process.on('message', ({ request }: { request: unknown }) => {
    Atomics.store(flag, 0, 0)
    handle(request, context).then(
      (reply) => send({ reply, memoryBytes: process.memoryUsage().rss }),
      (error: unknown) => send({ error: describe(error), memoryBytes: process.memoryUsage().rss }),
    )
  })
  await Promise.all([warmUp(), listening]) // without its lifeline a child could outlive its parent
  send({ ready: true })
}

function describe(error: unknown): { kind: string; code: string; message: string; pointer: string | undefined } {
  if (error instanceof DomainError)
    return { kind: error.kind, code: error.code, message: error.message, pointer: error.pointer }
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'unavailable', code: 'COMPUTE_FAILED', message: message.slice(0, 500), pointer: undefined }
}

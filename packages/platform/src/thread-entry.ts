import { DomainError } from '@omarino/energy'
import { parentPort } from 'node:worker_threads'
import type { ThreadMessage } from './thread-pool.ts'

/** The main of a computing thread: answers one request after the other. */
export function serveThread(handle: (request: never) => unknown): void {
  parentPort?.on('message', (request) => {
    parentPort?.postMessage(answer(handle as (request: unknown) => unknown, request))
  })
}

function answer(handle: (request: unknown) => unknown, request: unknown): ThreadMessage {
  try {
    return { reply: handle(request) }
  } catch (error) {
    if (error instanceof DomainError) return { error: { kind: error.kind, code: error.code, message: error.message } }
    return {
      error: {
        kind: 'unavailable',
        code: 'COMPUTE_FAILED',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      },
    }
  }
}

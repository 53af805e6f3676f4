import type { QueryClient } from '@tanstack/react-query'
import { shareStream } from './stream.ts'
import type { StreamState } from './stream.ts'
import { oldKeys, TOPICS } from './topics.ts'

/** The state of the stream, for the status strip. */
export interface Live {
  readonly subscribe: (listener: () => void) => () => void
  readonly state: () => StreamState
}
const FLUSH_MS = 250 // at most four refetches a second, however many events come

/** Keeps the query cache as fresh as the stream of events. */
export function followEvents(client: QueryClient, signal: AbortSignal): Live {
  let state: StreamState = { status: 'connecting', lastAtMs: null }
  const listeners = new Set<() => void>()
  const old = new Map<string, readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    timer = undefined
    const keys = [...old.values()]
    old.clear()
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
  }
  shareStream(
    TOPICS,
    (message) => {
      if (message.kind === 'state') {
        state = message.state
        for (const listener of listeners) listener()
      } else if (message.kind === 'reset') void client.invalidateQueries()
      else {
        for (const key of oldKeys(message.topic, message.subject, message.body)) old.set(key.join(' '), key)
        timer ??= setTimeout(flush, FLUSH_MS)
      }
    },
    signal,
  )
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

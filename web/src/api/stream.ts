// One stream of events per browser: the tab that holds the lock listens and tells the others (HTTP/1.1 allows six connections).
import type { EventEntry, Topic } from '@omarino/contracts'

export interface StreamState {
  readonly status: 'connecting' | 'live' | 'lost'
  readonly lastAtMs: number | null
}
export type StreamMessage =
  | {
      readonly kind: 'event'
      readonly id: string
      readonly topic: Topic
      readonly subject: string | null
      readonly body: unknown
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'state'; readonly state: StreamState }
type Deliver = (message: StreamMessage) => void

const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000]

/** Listens until `signal` aborts, from the event `after` on; a lost connection is taken up again where it ended. */
function listen(topics: readonly Topic[], deliver: Deliver, signal: AbortSignal, after?: string): void {
  let failures = 0
  let lastAtMs: number | null = null
  const tell = (status: StreamState['status']): void => deliver({ kind: 'state', state: { status, lastAtMs } })
  const open = (): void => {
    if (signal.aborted) return
    const source = new EventSource(
      `/api/events?topics=${topics.join(',')}${after ? `&after=${encodeURIComponent(after)}` : ''}`,
    )
    const onEvent = (event: MessageEvent<string>): void => {
      after = event.lastEventId
      lastAtMs = Date.now()
      const { topic, subject, body } = JSON.parse(event.data) as EventEntry & { topic: Topic }
      deliver({ kind: 'event', id: event.lastEventId, topic, subject, body })
      tell('live')
    }
    for (const topic of topics) source.addEventListener(topic, onEvent)
    source.addEventListener('reset', (event: MessageEvent<string>) => {
      after = event.lastEventId || undefined
      deliver({ kind: 'reset' })
    })
    source.onopen = () => {
      failures = 0
      tell('live')
    }
    source.onerror = () => {
      tell('lost')
      if (source.readyState !== EventSource.CLOSED) return // the browser connects again by itself
      setTimeout(open, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)])
    }
    signal.addEventListener('abort', () => source.close(), { once: true })
  }
  tell('connecting')
  open()
}

/** Shares one stream among the tabs of this browser; without locks (plain HTTP beyond localhost) each tab has its own. */
export function shareStream(topics: readonly Topic[], deliver: Deliver, signal: AbortSignal): void {
  const locks = (navigator as { locks?: LockManager }).locks
  if (!locks) return listen(topics, deliver, signal)
  const channel = new BroadcastChannel('ems-stream')
  let latest: StreamMessage | undefined
  let leads = false
  let heardId: string | undefined
  channel.onmessage = ({ data }: MessageEvent<StreamMessage | 'hello'>) => {
    if (data === 'hello') {
      if (leads && latest) channel.postMessage(latest)
      return
    }
    if (data.kind === 'event') heardId = data.id
    deliver(data)
  }
  const tellAll: Deliver = (message) => {
    if (message.kind === 'state') latest = message
    channel.postMessage(message)
    deliver(message)
  }
  signal.addEventListener('abort', () => channel.close(), { once: true })
  channel.postMessage('hello')
  const lead = (): Promise<void> =>
    new Promise((resolve) => {
      leads = true
      listen(topics, tellAll, signal, heardId)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  locks.request('ems-stream', { signal }, lead).catch((reason: unknown) => {
    if (!signal.aborted) throw reason
  })
}

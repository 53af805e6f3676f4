import { eventsAfter, isResumable, listenTo, newestEventPosition } from '@omarino/store'
import type { StoredEvent } from '@omarino/store'
import type { Logger } from '@omarino/platform'
import type { Pool } from 'pg'

export interface Subscription {
  /** False when the reader's position is too old or unknown: it must read everything anew. */
  readonly resumed: boolean
  unsubscribe(): void
}

/** One reader of the event table for all streams of this process. */
export interface EventFeed {
  subscribe(after: string | undefined, onEvent: (event: StoredEvent) => void): Promise<Subscription>
  stop(): Promise<void>
}

const POLL_MS = 1000
const PAGE = 500

/** Reads new events on each notification and, as notifications may be lost, each second. */
export function startEventFeed(db: Pool, databaseUrl: string, log: Logger): EventFeed {
  const readers = new Set<(event: StoredEvent) => void>()
  let position: string | undefined
  let reading = false
  let again = false
  let stopped = false

  const pull = async (): Promise<void> => {
    if (readers.size === 0 || position === undefined) return
    for (;;) {
      const events = await eventsAfter(db, position, PAGE)
      for (const event of events) for (const reader of readers) reader(event)
      position = events.at(-1)?.position ?? position
      if (events.length < PAGE) return
    }
  }
  const poke = (): void => {
    again = true
    if (reading || stopped) return
    reading = true
    void (async () => {
      while (again && !stopped) {
        again = false
        await pull().catch((error: unknown) =>
          log.debug({ reason: String(error) }, 'events could not be read; the next second tries again'),
        )
      }
      reading = false
    })()
  }
  const timer = setInterval(poke, POLL_MS)
  const listener = listenTo({
    databaseUrl,
    name: 'gateway',
    channels: ['ems_event'],
    onNotify: poke,
    onConnected: poke,
  })

  return {
    async subscribe(after, onEvent) {
      const resumed = after === undefined || (await isResumable(db, after))
      if (readers.size === 0) position = await newestEventPosition(db)
      if (after !== undefined && resumed) {
        const missed = await eventsAfter(db, after, PAGE)
        for (const event of missed) if (position !== undefined && isAtMost(event.position, position)) onEvent(event)
      }
      readers.add(onEvent)
      poke()
      return { resumed, unsubscribe: () => readers.delete(onEvent) }
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await listener.close()
    },
  }
}

/** Order of positions `xid-id`. */
function isAtMost(a: string, b: string): boolean {
  const [aXid, aId] = a.split('-').map(BigInt)
  const [bXid, bId] = b.split('-').map(BigInt)
  return aXid < bXid || (aXid === bXid && aId <= bId)
}

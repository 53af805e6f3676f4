import { eventsAfter, isResumable, listenTo, newestEventPosition } from '@omarino/store'
import type { StoredEvent } from '@omarino/store'
import type { Logger } from '@omarino/platform'
import type { Pool } from 'pg'

export interface Subscription {
  /** False when the reader's position is too old or unknown: it must read everything anew. */
  readonly resumed: boolean
  /** How far the reader has been told; it can resume from here, also when nothing of what it asked for came. */
  readonly position: string
  unsubscribe(): void
}

/** One reader of the event table for all streams of this process. */
export interface EventFeed {
  subscribe(after: string | undefined, onEvent: (event: StoredEvent) => void): Promise<Subscription>
  stop(): Promise<void>
}

interface Reader {
  last: string
  /** What came while the reader catches up; undefined once it has. */
  waiting: StoredEvent[] | undefined
  readonly onEvent: (event: StoredEvent) => void
}

const POLL_MS = 1000
const PAGE = 500

/** Hands an event to a reader that has not seen it: catching up and the live feed overlap. */
function give(reader: Reader, event: StoredEvent): void {
  if (isAtMost(event.position, reader.last)) return
  reader.last = event.position
  reader.onEvent(event)
}

/** Reads new events on each notification and, as notifications may be lost, each second. */
export function startEventFeed(db: Pool, databaseUrl: string, log: Logger): EventFeed {
  const readers = new Set<Reader>()
  let position = '0-0'
  let reading = false
  let again = false
  let stopped = false

  const pull = async (): Promise<void> => {
    while (readers.size > 0) {
      const events = await eventsAfter(db, position, PAGE)
      for (const event of events)
        for (const reader of readers) {
          if (reader.waiting) reader.waiting.push(event)
          else give(reader, event)
        }
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
      const last = after !== undefined && resumed ? after : await newestEventPosition(db)
      const reader: Reader = { last, waiting: [], onEvent }
      if (readers.size === 0) position = last
      readers.add(reader) // before it catches up: what comes from now on waits for it
      await catchUp(db, reader).catch((error: unknown) => {
        readers.delete(reader)
        throw error
      })
      poke()
      return { resumed, position: reader.last, unsubscribe: () => readers.delete(reader) }
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await listener.close()
    },
  }
}

async function catchUp(db: Pool, reader: Reader): Promise<void> {
  for (let page = PAGE; page === PAGE;) {
    const missed = await eventsAfter(db, reader.last, PAGE)
    for (const event of missed) give(reader, event)
    page = missed.length
  }
  for (const event of reader.waiting ?? []) give(reader, event)
  reader.waiting = undefined
}

/** Order of positions `xid-id`. */
function isAtMost(a: string, b: string): boolean {
  const [aXid, aId] = a.split('-').map(BigInt)
  const [bXid, bId] = b.split('-').map(BigInt)
  return aXid < bXid || (aXid === bXid && aId <= bId)
}

import { all, one } from './database.ts'
import type { Queryable } from './database.ts'

export interface StoredEvent {
  readonly position: string
  readonly topic: string
  readonly subject: string | null
  readonly body: unknown
  readonly at: Date
}

/** Adds an event in the transaction of the change that it tells of. */
export async function appendEvent(db: Queryable, topic: string, subject: string | null, body: object): Promise<void> {
  await db.query('select event.append($1, $2, $3::jsonb)', [topic, subject, JSON.stringify(body)])
}

const POSITION = /^(\d{1,19})-(\d{1,18})$/ // more digits may not fit xid8 and int8

// Rows of transactions that still run would appear later with smaller ids; so nothing above the snapshot's xmin is read yet.
const AFTER = `
  select xid::text || '-' || id as position, topic, subject, body, at from event.entry
   where (xid, id) > ($1::text::xid8, $2::int8) and xid < pg_snapshot_xmin(pg_current_snapshot())
   order by xid, id limit $3`

/** Events after a position, oldest first. */
export async function eventsAfter(db: Queryable, position: string, limit: number): Promise<StoredEvent[]> {
  const match = POSITION.exec(position)
  if (!match) return []
  return all<StoredEvent>(db, AFTER, [match[1], match[2], limit])
}

const NEWEST = `
  select coalesce((select xid::text || '-' || id from event.entry where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, id desc limit 1), '0-0') as position`

/** Position of the newest event that readers may see. */
export const newestEventPosition = async (db: Queryable): Promise<string> =>
  (await one<{ position: string }>(db, NEWEST)).position

const KNOWN = `select exists (select from event.entry where xid = $1::text::xid8 and id = $2::int8 and at > now() - interval '5 minutes') as known`

/** True when a reader may resume from this position: it is one of ours and at most five minutes old. */
export async function isResumable(db: Queryable, position: string): Promise<boolean> {
  const match = POSITION.exec(position)
  return match ? (await one<{ known: boolean }>(db, KNOWN, [match[1], match[2]])).known : false
}

/** Forgets events that no reader can resume from. */
export async function forgetEvents(db: Queryable): Promise<void> {
  await db.query(`delete from event.entry where at < now() - interval '1 day'`)
}

// What the form of a replay says, as the body of a request.
import type { ReplayTaskInput } from '@omarino/contracts'
import { addDays, gapEnd, instantsOfWall, localDate, parseDecimal, parseInstant } from '@omarino/energy'
import { isoInstant } from '../instants.ts'

export interface ReplayFields {
  /** Key of the site. */
  readonly site: string
  /** Local time of the site's zone, such as `2026-03-01T00:00`. */
  readonly from: string
  readonly days: string
}
export type ReplayFault = 'site' | 'from' | 'days'
/** Those with a default are the server's to choose. */
export type ReplayBody = Pick<ReplayTaskInput, 'site' | 'from' | 'days'>

/** A week is what a form begins with. */
export const DAYS = 7
const MOST_DAYS = 31
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/** Local midnight so many days ago that a week of whole days has passed since. */
export const lastWeek = (zone: string, nowMs: number): string => `${addDays(localDate(zone, nowMs), -DAYS)}T00:00`

/** The body, or what is wrong with the first field that is. */
export function replayBody(
  { site, from, days }: ReplayFields,
  zone: string,
): { readonly body: ReplayBody } | { readonly fault: ReplayFault } {
  if (site === '') return { fault: 'site' }
  const wall = LOCAL.test(from) ? parseInstant(`${from}:00Z`) : undefined
  if (typeof wall !== 'number') return { fault: 'from' }
  const count = parseDecimal(days.trim())
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST_DAYS) return { fault: 'days' }
  // A time of the double hour means its first pass, one that a clock change leaves out the instant after it.
  const fromMs = instantsOfWall(zone, wall).at(0) ?? gapEnd(zone, wall)
  return { body: { site, from: isoInstant(fromMs), days: count } }
}

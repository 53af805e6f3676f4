import { addDays, Failure, gapEnd, instantsOfWall, localDate, offsetMs } from '@omarino/energy'
import { CronExpressionParser } from 'cron-parser'

const FIELDS = /^(?:@(?:yearly|annually|monthly|weekly|daily|hourly)|\S+(?: +\S+){4,5})$/
const UNSUPPORTED = /\dW|W\d|\bW\b|(?:^| )H/i // nearest weekday, and a hashed minute, which would differ at each look
const WILD_HOUR = /^\*(?:\/\d+)?$/
const DAY_MS = 86_400_000
const MAX_DAYS = 366 * 9 // the longest wait between two fires of a leap day over a century

/** A cron expression that was read and found sound. */
export interface Cron {
  readonly text: string
  /** The hour is `*` or an `*` with a step: it fires in both passes of a repeated hour and not in a gap. */
  readonly wildHour: boolean
}

/**
 * Reads a cron expression: five fields, six with seconds first, or `@daily` and its like.
 * @throws Failure `CRON` that says what is wrong
 */
export function parseCron(text: string): Cron {
  const trimmed = text.trim()
  if (!FIELDS.test(trimmed) || UNSUPPORTED.test(trimmed))
    throw bad(
      text,
      'must be five fields (minute hour day month weekday), six with seconds first, or @daily and its like',
    )
  try {
    const probe = CronExpressionParser.parse(trimmed, { currentDate: new Date(0), tz: 'UTC' })
    probe.next()
  } catch (error) {
    throw bad(text, error instanceof Error ? error.message : 'cannot be read')
  }
  const fields = trimmed.split(/ +/)
  const hour = trimmed === '@hourly' ? '*' : (fields.at(fields.length === 6 ? 2 : 1) ?? '')
  return { text: trimmed, wildHour: WILD_HOUR.test(hour) }
}

const bad = (text: string, why: string): Failure =>
  new Failure('invalid', 'CRON', `the cron expression ${JSON.stringify(text.slice(0, 100))} ${why}`)

/** Fires of one local date as wall time (milliseconds as if UTC), and the date of the next fire when there is none. */
function wallsOf(cron: Cron, date: string): { walls: number[]; nextDate: string | undefined } {
  const start = new Date(`${date}T00:00:00Z`).getTime()
  const walls: number[] = []
  // The library is only asked about wall time as if it were UTC: in real zones it loses days or never ends.
  const schedule = CronExpressionParser.parse(cron.text, { currentDate: new Date(start - 1), tz: 'UTC' })
  for (;;) {
    const wall = schedule.next().getTime()
    if (wall >= start + DAY_MS) return { walls, nextDate: new Date(wall).toISOString().slice(0, 10) }
    walls.push(wall)
  }
}

/** The instants of one wall time by the rule of clock changes. */
function instantsOf(cron: Cron, zone: string, wall: number): number[] {
  const instants = instantsOfWall(zone, wall)
  if (cron.wildHour) return instants
  if (instants.length > 0) return instants.slice(0, 1)
  return [wall - offsetMs(zone, gapEnd(zone, wall) - 1)] // in a gap: the clock as it was before, that is later by the gap
}

/**
 * Fire times after an instant, in order: a fixed local time fires once a day, at the first pass of a repeated hour and shifted
 * forward by the gap in a gap; an hour of `*` fires in every pass that exists.
 */
export function* fireTimes(cron: Cron, zone: string, afterMs: number): Generator<number> {
  let date = addDays(localDate(zone, afterMs), -1)
  let last = afterMs
  for (let days = 0; days < MAX_DAYS; days++) {
    const { walls, nextDate } = wallsOf(cron, date)
    const instants = walls.flatMap((wall) => instantsOf(cron, zone, wall)).sort((a, b) => a - b)
    for (const instant of instants) {
      if (instant <= last) continue
      last = instant
      days = 0
      yield instant
    }
    date = walls.length === 0 && nextDate ? nextDate : addDays(date, 1)
  }
}

/** The next `count` fire times. */
export const nextFireTimes = (cron: Cron, zone: string, afterMs: number, count: number): number[] => [
  ...fireTimes(cron, zone, afterMs).take(count),
]

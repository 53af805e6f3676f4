/** Local time in IANA zones, from the offsets that `Intl` knows. Dates are `YYYY-MM-DD`. */
import type { TimeRange } from './series.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export interface LocalTime {
  readonly year: number
  readonly month: number // 1..12
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly weekday: number // 0 = Monday .. 6 = Sunday
}

const formatters = new Map<string, Intl.DateTimeFormat>()
function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric',
      hour: 'numeric', minute: 'numeric', second: 'numeric',
    }) // prettier-ignore
    formatters.set(zone, formatter)
  }
  return formatter
}

/** True when `zone` names a time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

// Intl costs some 2 µs a call; offsets change at most a few times a year, so a block with equal ends has one offset.
// A block that holds a change is computed anew each time: not all changes fall on whole quarter-hours (St. John's, 00:01).
const BLOCK_MS = 6 * HOUR_MS
const CACHED_BLOCKS = 100_000 // some 68 years of one zone
const offsets = new Map<string, Map<number, number>>()

/** Offset of local time from UTC at an instant, in milliseconds (east is positive). */
export function offsetMs(zone: string, instantMs: number): number {
  const block = Math.floor(instantMs / BLOCK_MS)
  let cache = offsets.get(zone)
  if (!cache) offsets.set(zone, (cache = new Map<number, number>()))
  const offset = blockOffset(zone, cache, block)
  return offset === blockOffset(zone, cache, block + 1) ? offset : computeOffset(zone, instantMs)
}

function blockOffset(zone: string, cache: Map<number, number>, block: number): number {
  let offset = cache.get(block)
  if (offset === undefined) {
    if (cache.size >= CACHED_BLOCKS) cache.clear()
    offset = computeOffset(zone, block * BLOCK_MS)
    cache.set(block, offset)
  }
  return offset
}

function computeOffset(zone: string, instantMs: number): number {
  const part: Record<string, string> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(instantMs)) part[type] = value
  const digits = (name: string): number => +(part[name] ?? '0')
  const wall = Date.UTC(2000, digits('month') - 1, digits('day'), digits('hour'), digits('minute'), digits('second'))
  const year = part['era'] === 'BC' ? 1 - digits('year') : digits('year')
  const date = new Date(wall)
  date.setUTCFullYear(year, digits('month') - 1, digits('day'))
  return date.getTime() - Math.floor(instantMs / 1000) * 1000
}

/** Wall-clock time as if it were UTC: `instant + offset`. Handy for arithmetic on local fields. */
export const wallMs = (zone: string, instantMs: number): number => instantMs + offsetMs(zone, instantMs)

/** Local calendar fields of an instant. */
export function localTime(zone: string, instantMs: number): LocalTime {
  const date = new Date(wallMs(zone, instantMs))
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: date.getUTCHours(),
    minute: date.getUTCMinutes(), second: date.getUTCSeconds(), weekday: (date.getUTCDay() + 6) % 7,
  } // prettier-ignore
}

/** Local date of an instant, `YYYY-MM-DD`. */
export const localDate = (zone: string, instantMs: number): string =>
  new Date(wallMs(zone, instantMs)).toISOString().slice(0, 10)

/**
 * The instants at which a wall clock in `zone` shows `wall` (milliseconds as if UTC): none in a spring gap,
 * two in a repeated autumn hour, else one. Rising.
 */
export function instantsOfWall(zone: string, wall: number): number[] {
  const found = new Set<number>()
  for (const probe of [wall - 26 * HOUR_MS, wall - 13 * HOUR_MS, wall, wall + 13 * HOUR_MS, wall + 26 * HOUR_MS]) {
    const candidate = wall - offsetMs(zone, probe)
    for (const guess of [candidate, wall - offsetMs(zone, candidate)]) {
      if (guess + offsetMs(zone, guess) === wall) found.add(guess)
    }
  }
  return [...found].sort((a, b) => a - b)
}

/** First instant of a local date. Where midnight is skipped (Santiago), the day begins at its first instant. */
export function startOfDate(zone: string, date: string): number {
  const midnight = Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10))
  const [first] = instantsOfWall(zone, midnight)
  if (first !== undefined) return first
  // Midnight falls into a gap: the day starts where the gap ends, at the offset that was valid before it.
  return gapEnd(zone, midnight)
}

/** The instant at which the gap that swallows `wall` ends (equals the wall time shifted forward by the gap). */
export function gapEnd(zone: string, wall: number): number {
  const before = wall - offsetMs(zone, wall - 26 * HOUR_MS)
  let low = before - 26 * HOUR_MS
  let high = before + 26 * HOUR_MS
  const offsetBefore = offsetMs(zone, low)
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
    if (offsetMs(zone, middle) === offsetBefore) low = middle
    else high = middle
  }
  return high
}

/** First instant of the local day that contains `instantMs`. */
export const startOfDay = (zone: string, instantMs: number): number => startOfDate(zone, localDate(zone, instantMs))

/** The local date `days` later (or earlier, when negative). */
export const addDays = (date: string, days: number): string =>
  new Date(Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10)) + days * DAY_MS)
    .toISOString()
    .slice(0, 10)

export type CalendarUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** An ISO 8601 duration of one unit, such as `PT15M`, `P1D` or `P1M`. */
export interface CalendarStep {
  readonly count: number
  readonly unit: CalendarUnit
}

const DURATION = /^P(?:T(\d{1,5})([HM])|(\d{1,5})([DWMY]))$/
const UNITS: Readonly<Record<string, CalendarUnit>> = {
  TH: 'hour',
  TM: 'minute',
  D: 'day',
  W: 'week',
  M: 'month',
  Y: 'year',
}

/** Reads a duration of one unit; undefined when it is not one or counts nothing. */
export function parseCalendarStep(text: string): CalendarStep | undefined {
  const match = DURATION.exec(text)
  if (!match) return undefined
  const count = +(match[1] ?? match[3] ?? '0')
  const unit = UNITS[match[2] ? `T${match[2]}` : (match[4] ?? '')]
  return unit && count > 0 ? { count, unit } : undefined
}

/** Milliseconds of a step of minutes or hours, or undefined for calendar units, whose length varies. */
export function fixedStepMs(step: CalendarStep): number | undefined {
  if (step.unit === 'minute') return step.count * MINUTE_MS
  if (step.unit === 'hour') return step.count * HOUR_MS
  return undefined
}

const MAX_EDGES = 200_000

/**
 * Bucket edges that cover a range: parts of a day are anchored at local midnight, weeks start on Monday.
 * @returns rising instants; bucket i is `[edges[i], edges[i + 1])`; the first edge is at or before `fromMs`
 * @throws RangeError above 200,000 edges
 */
export function calendarEdges(range: TimeRange, step: CalendarStep, zone: string): Float64Array {
  const edges: number[] = []
  const push = (edge: number): void => {
    if (edges.length > 0 && edge <= edges[edges.length - 1]) return
    if (edges.length > MAX_EDGES) throw new RangeError(`more than ${MAX_EDGES} buckets`)
    edges.push(edge)
  }
  const fixed = fixedStepMs(step)
  let date = anchorDate(localDate(zone, range.fromMs), step)
  while (edges.length === 0 || edges[edges.length - 1] < range.toMs) {
    const start = startOfDate(zone, date)
    const next = nextAnchor(date, step)
    if (fixed === undefined) push(start)
    else for (let edge = start; edge < startOfDate(zone, next); edge += fixed) push(edge)
    date = next
  }
  let first = 0
  while (first + 1 < edges.length && edges[first + 1] <= range.fromMs) first += 1
  const last = edges.findIndex((edge) => edge >= range.toMs)
  return Float64Array.from(edges.slice(first, last < 0 ? undefined : last + 1))
}

function anchorDate(date: string, step: CalendarStep): string {
  if (step.unit === 'year') return `${date.slice(0, 4)}-01-01`
  if (step.unit === 'month') return `${date.slice(0, 7)}-01`
  if (step.unit === 'week') {
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
    return addDays(date, -weekday)
  }
  return date
}

function nextAnchor(date: string, step: CalendarStep): string {
  if (step.unit === 'week') return addDays(date, 7 * step.count)
  if (step.unit === 'day') return addDays(date, step.count)
  if (step.unit === 'month' || step.unit === 'year') {
    const months = step.count * (step.unit === 'year' ? 12 : 1)
    const next = new Date(Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1 + months, 1))
    return next.toISOString().slice(0, 10)
  }
  return addDays(date, 1)
}

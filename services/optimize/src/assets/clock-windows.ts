// Times of a site's clock as instants: patterns of the week laid onto a horizon, on days of 23 and 25 hours, too.
import { addDays, gapEnd, instantsOfWall, localDate } from '@omarino/energy'
import type { TimeRange } from '@omarino/energy'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** Days, and times `HH:MM`; `to` is of the next day when it is not later than `from`. */
export interface WeekPattern {
  readonly weekdays: readonly number[]
  readonly from: string
  readonly to: string
}
/** One day's window, Unix milliseconds. */
export interface ClockWindow extends TimeRange {
  /** Local date on which it begins. */
  readonly date: string
}

export const minutesOf = (clock: string): number => +clock.slice(0, 2) * 60 + +clock.slice(3, 5)

/** Length by the clock; on the nights of a change it lasts an hour less or more. */
export const patternMinutes = ({ from, to }: Pick<WeekPattern, 'from' | 'to'>): number =>
  ((minutesOf(to) - minutesOf(from) + DAY_MINUTES - 1) % DAY_MINUTES) + 1

/** The instant at which a clock shows a time on a date: the first where it shows it twice, the end of the gap where never. */
export function clockInstant(zone: string, date: string, clock: string): number {
  const wall = utcMidnight(date) + minutesOf(clock) * MINUTE_MS
  return instantsOfWall(zone, wall).at(0) ?? gapEnd(zone, wall)
}

const utcMidnight = (date: string): number => Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10))
/** 0 Monday to 6 Sunday. */
const weekdayOf = (date: string): number => (new Date(utcMidnight(date)).getUTCDay() + 6) % 7

/** Windows of a pattern that have a part in a range, in their order. */
export function clockWindows({ weekdays, from, to }: WeekPattern, zone: string, range: TimeRange): ClockWindow[] {
  const windows: ClockWindow[] = []
  const last = localDate(zone, range.toMs)
  for (let date = addDays(localDate(zone, range.fromMs), -1); date <= last; date = addDays(date, 1)) {
    if (!weekdays.includes(weekdayOf(date))) continue
    const fromMs = clockInstant(zone, date, from)
    const toMs = clockInstant(zone, to > from ? date : addDays(date, 1), to)
    if (fromMs < toMs && fromMs < range.toMs && toMs > range.fromMs) windows.push({ date, fromMs, toMs })
  }
  return windows
}

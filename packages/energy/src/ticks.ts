/** Marks on axes that a site's clocks agree with, on every day of 23 to 25 hours; one maker for the screen and the report. */
import { addDays, localDate, offsetMs, startOfDate, wallMs } from './calendar.ts'
import type { TimeRange } from './series.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export type TickUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'
export interface TickStep {
  readonly unit: TickUnit
  readonly count: number
}
export interface TimeTick {
  readonly ms: number
  /** True at the first instant of a local day, which need not be 00:00 and is not every 00:00. */
  readonly startsDay: boolean
  /** True when the offset from UTC differs from the one at the tick before (or at the start of the range). */
  readonly offsetChanged: boolean
}
export interface TimeTicks {
  readonly step: TickStep
  readonly ticks: readonly TimeTick[]
}

const ABOUT_MS: Readonly<Record<TickUnit, number>> = {
  second: SECOND_MS, minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS, month: 30.4 * DAY_MS, year: 365.25 * DAY_MS,
} // prettier-ignore
const COUNTS: Readonly<Record<TickUnit, readonly number[]>> = {
  second: [1, 2, 5, 10, 15, 30],
  minute: [1, 2, 5, 10, 15, 30],
  hour: [1, 2, 3, 6, 12],
  day: [1, 2, 7, 14],
  month: [1, 2, 3, 6],
  year: [1, 2, 5, 10, 20, 50, 100],
}
const aboutMs = ({ unit, count }: TickStep): number => count * ABOUT_MS[unit]
const LADDER: readonly TickStep[] = (Object.keys(COUNTS) as TickUnit[]).flatMap((unit) =>
  COUNTS[unit].map((count) => ({ unit, count })),
)

/**
 * Time ticks of a range: at most about `most`, on the wall clock of `zone`.
 * Steps up to 12 h walk real time and keep the multiples of the step on the wall clock, so a repeated hour is marked twice and
 * a skipped one not at all; longer steps add calendar days and take each day's first instant.
 * @param most  how many labels have room, at least 1
 * @returns rising instants within `[range.fromMs, range.toMs]`, with the step they lie on
 */
export function timeTicks(range: TimeRange, zone: string, most: number): TimeTicks {
  const span = range.toMs - range.fromMs
  const step = LADDER.find((rung) => span / aboutMs(rung) <= Math.max(1, most)) ?? LADDER[LADDER.length - 1]
  const found =
    aboutMs(step) <= 12 * HOUR_MS ? clockTicks(range, zone, aboutMs(step)) : calendarTicks(range, zone, step)
  let before = offsetMs(zone, range.fromMs)
  const ticks = found.map(({ ms, startsDay }) => {
    const offset = offsetMs(zone, ms)
    const offsetChanged = offset !== before
    before = offset
    return { ms, startsDay, offsetChanged }
  })
  return { step, ticks }
}

type Mark = Pick<TimeTick, 'ms' | 'startsDay'>
// All offsets in use are whole quarter-hours, so a walk by quarters meets every multiple on the wall clock.
const WALK_MS = 15 * MINUTE_MS
// Where the clock jumps, a mark may fall close behind the one before it, and their labels would overlap.
const NEAREST_SHARE = 0.6

function clockTicks(range: TimeRange, zone: string, stepMs: number): Mark[] {
  const walk = Math.min(WALK_MS, stepMs)
  const startsDay = dayStarts(zone)
  const marks: Mark[] = []
  for (let ms = Math.ceil(range.fromMs / walk) * walk; ms <= range.toMs; ms += walk) {
    const starts = startsDay(ms)
    if (!starts && modulo(wallMs(zone, ms), DAY_MS) % stepMs !== 0) continue
    const last = marks.at(-1)
    if (last && ms - last.ms < NEAREST_SHARE * stepMs) {
      if (!starts) continue
      marks.pop()
    }
    marks.push({ ms, startsDay: starts })
  }
  return marks
}

/** Tells whether an instant is the first of its local day; asks the calendar once a day. */
function dayStarts(zone: string): (ms: number) => boolean {
  const starts = new Map<string, number>()
  return (ms) => {
    const date = localDate(zone, ms)
    let start = starts.get(date)
    if (start === undefined) starts.set(date, (start = startOfDate(zone, date)))
    return start === ms
  }
}

function calendarTicks(range: TimeRange, zone: string, step: TickStep): Mark[] {
  const marks: Mark[] = []
  let date = anchor(localDate(zone, range.fromMs), step)
  for (let ms = startOfDate(zone, date); ms <= range.toMs; ms = startOfDate(zone, (date = following(date, step)))) {
    if (ms >= range.fromMs) marks.push({ ms, startsDay: true })
  }
  return marks
}

const dayNumber = (date: string): number =>
  Math.round(Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10)) / DAY_MS)
const MONDAY = 4 // 1970-01-05 is day 4

/** The last date on the grid of `step` that is not after `date`: day counts from a Monday, months from January. */
function anchor(date: string, { unit, count }: TickStep): string {
  if (unit === 'year') return firstOf(Math.floor(+date.slice(0, 4) / count) * count, 0)
  if (unit === 'month') return firstOf(+date.slice(0, 4), Math.floor((+date.slice(5, 7) - 1) / count) * count)
  return addDays(date, -modulo(dayNumber(date) - MONDAY, count))
}

function following(date: string, { unit, count }: TickStep): string {
  if (unit === 'day') return addDays(date, count)
  return firstOf(+date.slice(0, 4), +date.slice(5, 7) - 1 + count * (unit === 'year' ? 12 : 1))
}

const firstOf = (year: number, month: number): string => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** Offset from UTC as it is written on axes, with a true minus: `+01:00`, `−03:30`. */
export function offsetText(zone: string, instantMs: number): string {
  const minutes = Math.round(offsetMs(zone, instantMs) / MINUTE_MS)
  const size = Math.abs(minutes)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/**
 * What stands under each tick: the date where a day starts, else the time, with the offset where it changed.
 * @param language  BCP 47, such as `en` or `de`
 */
export function tickLabels({ step, ticks }: TimeTicks, zone: string, language: string): string[] {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone: zone, hourCycle: 'h23', ...options })
  if (step.unit === 'year') return ticks.map(({ ms }) => format({ year: 'numeric' }).format(ms))
  if (step.unit === 'month') return ticks.map(({ ms }) => format({ month: 'short', year: 'numeric' }).format(ms))
  const month = language === 'de' ? '2-digit' : 'short'
  const day = format({ weekday: 'short', day: 'numeric', month })
  const clock = format({ hour: '2-digit', minute: '2-digit', ...(step.unit === 'second' && { second: '2-digit' }) })
  return ticks.map(({ ms, startsDay, offsetChanged }) => {
    if (startsDay) return day.format(ms)
    return offsetChanged ? `${clock.format(ms)} ${offsetText(zone, ms)}` : clock.format(ms)
  })
}

/**
 * Round values of an axis, `1, 2, 2.5 or 5 · 10^k` apart, at most `most` of them within `[min, max]`; rising, never −0.
 * @returns empty when the range is not finite, empty or narrower than a billionth of its values
 */
export function valueTicks(min: number, max: number, most: number): number[] {
  const finest = 1e-9 * Math.max(Math.abs(min), Math.abs(max)) // below it, neighbouring ticks would be the same double
  if (!(Number.isFinite(min) && Number.isFinite(max) && max - min > finest)) return []
  let step = roundStep((max - min) / Math.max(1, most))
  const first = (): number => Math.ceil(min / step - 1e-9)
  const last = (): number => Math.floor(max / step + 1e-9)
  while (last() - first() >= most) step = roundStep(step * 1.01)
  return Array.from({ length: last() - first() + 1 }, (_, i) => +((first() + i) * step).toPrecision(12) + 0)
}

/** The smallest of `1, 2, 2.5, 5 · 10^k` that is not below `least` (> 0). */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const lead = [1, 2, 2.5, 5, 10].find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10
  return lead * power
}

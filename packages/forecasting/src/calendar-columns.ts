import { addDays, holidaysOf, localDate, offsetMs } from '@omarino/energy'
import { type CalendarColumns, DAY_MS } from './model.ts'

/**
 * Local calendar of a regular grid.
 * @param startMs start of the first step
 * @param stepMs  divides a day
 * @param country ISO 3166 code for public holidays, which count as Sundays; null for none
 * @throws Failure `COUNTRY_UNKNOWN`
 */
export function calendarColumns(
  startMs: number,
  stepMs: number,
  steps: number,
  zone: string,
  country: string | null,
): CalendarColumns {
  const column = (): Float64Array => new Float64Array(steps)
  const calendar = { day: column(), slot: column(), offset: column(), weekday: column(), dayType: column() }
  const offsets = zoneOffsets(startMs, stepMs, steps, zone)
  const holidays = country === null ? new Set<number>() : holidayDays(startMs, stepMs * steps, zone, country)
  for (let i = 0; i < steps; i += 1) {
    const wall = startMs + i * stepMs + offsets[i]
    const day = Math.floor(wall / DAY_MS)
    const weekday = (((day + 3) % 7) + 7) % 7 // 1970-01-01 was a Thursday
    calendar.day[i] = day
    calendar.slot[i] = Math.floor((wall - day * DAY_MS) / stepMs)
    calendar.offset[i] = offsets[i] / stepMs
    calendar.weekday[i] = weekday
    calendar.dayType[i] = weekday === 6 || holidays.has(day) ? 2 : weekday === 5 ? 1 : 0
  }
  return calendar
}

/** Offsets per step in ms. Asking `Intl` for each is slow: a day whose ends agree has one offset. */
function zoneOffsets(startMs: number, stepMs: number, steps: number, zone: string): Float64Array {
  const offsets = new Float64Array(steps)
  const perDay = Math.max(1, DAY_MS / stepMs)
  for (let from = 0; from < steps; from += perDay) {
    const to = Math.min(steps, from + perDay)
    const first = offsetMs(zone, startMs + from * stepMs)
    const last = offsetMs(zone, startMs + (to - 1) * stepMs)
    if (first === last) offsets.fill(first, from, to)
    else for (let i = from; i < to; i += 1) offsets[i] = offsetMs(zone, startMs + i * stepMs)
  }
  return offsets
}

/** Holidays from the first to the last local day, as days since 1970. */
function holidayDays(startMs: number, lengthMs: number, zone: string, country: string): Set<number> {
  const firstYear = +localDate(zone, startMs).slice(0, 4)
  const lastYear = +addDays(localDate(zone, startMs + lengthMs), 1).slice(0, 4)
  const days = new Set<number>()
  for (let year = firstYear; year <= lastYear; year += 1) {
    for (const date of holidaysOf(country, year).keys()) {
      days.add(Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10)) / DAY_MS)
    }
  }
  return days
}

import { Failure, fixedStepMs, gapEnd, instantsOfWall, parseCalendarStep, wallMs } from '@omarino/energy'
import type { CalendarStep } from '@omarino/energy'

const MAX_STEPS = 10_000
const DAY_MS = 86_400_000

/** A wall-clock time some months later; the 31st becomes the last day of a shorter month. Wall times are as if UTC. */
function addMonths(wall: number, months: number): number {
  const date = new Date(wall)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), lastDay))
}

function addToWall(wall: number, { count, unit }: CalendarStep): number {
  if (unit === 'day' || unit === 'week') return wall + count * (unit === 'week' ? 7 : 1) * DAY_MS
  return addMonths(wall, count * (unit === 'year' ? 12 : 1))
}

/** End of a horizon; of calendar units only where the calendar is worth asking. */
function horizonEnd(startMs: number, step: CalendarStep, zone: string, latestMs: number): number {
  const fixed = fixedStepMs(step)
  if (fixed !== undefined) return startMs + fixed
  const endWall = addToWall(wallMs(zone, startMs), step)
  if (!(endWall < latestMs + 2 * DAY_MS)) return Infinity
  return instantsOfWall(zone, endWall)[0] ?? gapEnd(zone, endWall)
}

/**
 * Steps that cover a horizon from the first forecast step on. Days and longer keep the wall-clock time of the zone, so that
 * a day has 23 to 25 hours.
 * @throws Failure `HORIZON_INVALID`, `HORIZON_TOO_LONG` above 10,000 steps
 */
export function horizonSteps(startMs: number, duration: string, stepMs: number, zone: string): number {
  const step = parseCalendarStep(duration)
  if (!step) throw new Failure('invalid', 'HORIZON_INVALID', `the horizon ${duration} counts nothing`, '/horizon')
  const endMs = horizonEnd(startMs, step, zone, startMs + MAX_STEPS * stepMs)
  const steps = Math.ceil((endMs - startMs) / stepMs)
  if (steps <= MAX_STEPS) return steps
  const message = `the horizon ${duration} has more than ${MAX_STEPS} steps of ${stepMs / 1000} s`
  throw new Failure('invalid', 'HORIZON_TOO_LONG', message, '/horizon')
}

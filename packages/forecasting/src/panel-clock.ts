import {
  Failure,
  fixedStepMs,
  gapEnd,
  instantsOfWall,
  offsetMs,
  parseCalendarStep,
  parseInstant,
  type TimeFault,
} from '@omarino/energy'
import { DAY_MS } from './model.ts'

/**
 * Between instants and the even grid that models work on. For steps below a day the grid is that of instants; local days
 * have 23 to 25 hours, so for a step of a day it is that of the wall clock, read as if it were UTC.
 */
export interface PanelClock {
  readonly stepMs: number
  readonly gridZone: string // zone in which a grid time shows local time
  toGrid(instantMs: number): number
  toInstant(gridMs: number): number
}

/** @throws Failure `STEP_INVALID` when the step is none, or does not divide a day */
export function panelClock(step: string, zone: string): PanelClock {
  const parsed = parseCalendarStep(step)
  if (parsed?.unit === 'day' && parsed.count === 1) return dayClock(zone)
  const stepMs = parsed ? fixedStepMs(parsed) : undefined
  if (stepMs === undefined || !Number.isInteger(DAY_MS / stepMs)) {
    const sentence = `/step: ${step} must be minutes or hours that divide a day, or P1D`
    throw new Failure('invalid', 'STEP_INVALID', sentence, '/step')
  }
  return { stepMs, gridZone: zone, toGrid: (instantMs) => instantMs, toInstant: (gridMs) => gridMs }
}

const dayClock = (zone: string): PanelClock => ({
  stepMs: DAY_MS,
  gridZone: 'UTC',
  toGrid: (instantMs) => instantMs + offsetMs(zone, instantMs),
  toInstant: (gridMs) => instantOfWall(zone, gridMs),
})

/** The first instant at which clocks show `wall`; where they skip it, the end of the gap. */
export const instantOfWall = (zone: string, wall: number): number => instantsOfWall(zone, wall)[0] ?? gapEnd(zone, wall)

/** What a time says: an instant, or what a wall clock shows (milliseconds as if UTC). */
export type ParsedTime = { readonly instantMs: number } | { readonly wallMs: number } | { readonly fault: TimeFault }

/** Reads ISO 8601 with an offset, or a local time or date without one. */
export function parseTime(text: string): ParsedTime {
  const instantMs = parseInstant(text)
  if (typeof instantMs === 'number') return { instantMs }
  if (instantMs !== 'TIME_ZONE_MISSING') return { fault: instantMs }
  const wallMs = parseInstant(text.length === 'YYYY-MM-DD'.length ? `${text}T00:00Z` : `${text}Z`)
  return typeof wallMs === 'number' ? { wallMs } : { fault: wallMs }
}

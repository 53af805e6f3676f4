import { clearSkyIrradiance, sunPosition } from '@omarino/energy'
import type { CalendarColumns, Location } from '../model.ts'

/** What a plant would yield under a clear sky, per step. */
export interface ClearSky {
  /** Plane of the modules, fitted where the location does not tell it; null where only the yield itself tells. */
  readonly plane: Plane | null
  readonly peak: number // unit of the series; power at 1,000 W/m² in the plane
}
export interface Plane {
  readonly tiltDeg: number
  readonly azimuthDeg: number
}

const RAD = Math.PI / 180
const SUB_STEP_MS = 300_000
const TILTS = [0, 15, 30, 45, 60]
const AZIMUTHS = [90, 120, 150, 180, 210, 240, 270]
/** Of the clear sky's irradiance this much comes from all over the sky. */
const DIFFUSE_SHARE = 0.15
const ENVELOPE_RANK = 0.97
const ENVELOPE_DAYS = 15

/**
 * Clear-sky irradiance in a plane as a mean over each step, W/m²: Haurwitz's global irradiance, of which 15 % is diffuse
 * and the rest comes from the sun, turned to the plane.
 * @param calendar any steps, shape [T]
 */
export function planeIrradiance(
  calendar: CalendarColumns,
  { latitude, longitude }: Location,
  { tiltDeg, azimuthDeg }: Plane,
  stepMs: number,
): Float64Array {
  const perDay = 86_400_000 / stepMs
  const parts = Math.max(1, Math.ceil(stepMs / SUB_STEP_MS))
  const [tilt, azimuth] = [tiltDeg * RAD, azimuthDeg * RAD]
  return calendar.day.map((day, i) => {
    const startMs = (day * perDay + calendar.slot[i] - calendar.offset[i]) * stepMs
    let sum = 0
    for (let part = 0; part < parts; part += 1) {
      const sun = sunPosition(startMs + ((part + 0.5) * stepMs) / parts, latitude, longitude)
      const global = clearSkyIrradiance(sun.elevation)
      if (global === 0) continue
      const zenith = Math.sin(sun.elevation)
      const incidence =
        zenith * Math.cos(tilt) + Math.cos(sun.elevation) * Math.sin(tilt) * Math.cos(sun.azimuth - azimuth)
      // Near the horizon the ratio of the cosines runs away; there the beam hardly counts.
      const beam = (global * (1 - DIFFUSE_SHARE) * Math.max(0, incidence)) / Math.max(zenith, 0.1)
      sum += beam + (global * DIFFUSE_SHARE * (1 + Math.cos(tilt))) / 2
    }
    return sum / parts
  })
}

/**
 * The plane and the peak whose clear sky lies along the upper edge of what the plant yielded.
 * @param values yield, NaN is missing; shape [T]
 */
export function fitClearSky(
  values: Float64Array,
  calendar: CalendarColumns,
  location: Location,
  stepMs: number,
): ClearSky {
  const upper = envelope(values, calendar, values.length, Array.from(values.keys()), 86_400_000 / stepMs)
  const tilts = location.tiltDeg === undefined ? TILTS : [location.tiltDeg]
  const azimuths = location.azimuthDeg === undefined ? AZIMUTHS : [location.azimuthDeg]
  let best = { plane: { tiltDeg: tilts[0], azimuthDeg: azimuths[0] }, peak: 0, loss: Infinity }
  for (const tiltDeg of tilts) {
    for (const azimuthDeg of azimuths) {
      const irradiance = planeIrradiance(calendar, location, { tiltDeg, azimuthDeg }, stepMs)
      const slope = slopeOf(irradiance, upper)
      const loss = upper.reduce((sum, value, i) => sum + Math.abs(value - slope * irradiance[i]), 0)
      if (loss < best.loss) best = { plane: { tiltDeg, azimuthDeg }, peak: 1000 * slope, loss }
    }
  }
  return { plane: best.plane, peak: best.peak }
}

/** Least squares through the origin. */
function slopeOf(x: Float64Array, y: Float64Array): number {
  let [xx, xy] = [0, 0]
  for (let i = 0; i < x.length; i += 1) {
    xx += x[i] * x[i]
    xy += x[i] * y[i]
  }
  return xx > 0 ? xy / xx : 0
}

/**
 * Upper edge without a location: what 97 % of the values at the same time of day (UTC) within 15 days stay below.
 * @param end   values at or after this step are not looked at
 * @param steps whose edge is asked for; those beyond the calendar's values look back from the last day
 */
export function envelope(
  values: Float64Array,
  calendar: CalendarColumns,
  end: number,
  steps: readonly number[],
  perDay: number,
): Float64Array {
  const cache = new Map<number, number>()
  const firstDay = Math.floor(calendar.day[0])
  return Float64Array.from(steps, (step) => {
    const slot = (calendar.slot[step] - calendar.offset[step] + perDay) % perDay
    const newest = Math.floor((end - 1 - ((((slot - phaseOf(calendar, perDay)) % perDay) + perDay) % perDay)) / perDay)
    const day = Math.min(Math.round(calendar.day[step] - firstDay), newest)
    const key = day * perDay + slot
    let edge = cache.get(key)
    if (edge === undefined) cache.set(key, (edge = edgeOf(values, calendar, end, day, slot, perDay)))
    return edge
  })
}

/** Time of day (UTC) of the first step. */
const phaseOf = ({ slot, offset }: CalendarColumns, perDay: number): number => (slot[0] - offset[0] + perDay) % perDay

function edgeOf(
  values: Float64Array,
  calendar: CalendarColumns,
  end: number,
  day: number,
  slot: number,
  perDay: number,
): number {
  const first = (((slot - phaseOf(calendar, perDay)) % perDay) + perDay) % perDay
  const around: number[] = []
  for (let d = day - ENVELOPE_DAYS; d <= day + ENVELOPE_DAYS; d += 1) {
    const index = first + d * perDay
    if (index >= 0 && index < end && values[index] >= 0) around.push(values[index])
  }
  if (around.length === 0) return 0
  around.sort((a, b) => a - b)
  return around[Math.floor(ENVELOPE_RANK * (around.length - 1))]
}

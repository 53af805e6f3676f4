import {
  clearSkyIrradiance,
  holidaysOf,
  localDate,
  localTime,
  seededNormal,
  seededRandom,
  sunPosition,
} from '@omarino/energy'

/**
 * Generated data of a site that does not exist: marked `source: demo`, and loaded by `./ems demo` and the benchmarks alone.
 * Every value depends on its own time and the seed only, so any part of the year can be made again and is the same.
 */
export const DEMO = {
  zone: 'Europe/Berlin', country: 'DE', latitude: 48.37, longitude: 10.9, stepMs: 900_000, seed: 20_260_101,
  loadKw: 180, pvPeakKw: 320, pricePerMwh: 92,
} as const // prettier-ignore

const DAY_MS = 86_400_000

/** Noise that belongs to a day: the same whenever that day is made. One AR(1) path per purpose, started anew each UTC day. */
function dayNoise(dayStartMs: number, purpose: number, persistence: number): (step: number) => number {
  const normal = seededNormal(seededRandom(DEMO.seed + purpose * 1_000_003 + Math.floor(dayStartMs / DAY_MS)))
  const path: number[] = []
  return (step) => {
    while (path.length <= step)
      path.push((path.at(-1) ?? normal()) * persistence + normal() * Math.sqrt(1 - persistence ** 2))
    return path[step]
  }
}

const memo = new Map<string, ReturnType<typeof dayNoise>>()
function noiseAt(timeMs: number, purpose: number, persistence: number): number {
  const day = Math.floor(timeMs / DAY_MS) * DAY_MS
  const key = `${day}/${purpose}`
  let noise = memo.get(key)
  if (!noise) memo.set(key, (noise = dayNoise(day, purpose, persistence)))
  return noise(Math.floor((timeMs - day) / DEMO.stepMs))
}

const bump = (hour: number, centre: number, width: number): number => Math.exp(-(((hour - centre) / width) ** 2))
const seasonOf = (timeMs: number): number => Math.cos((2 * Math.PI * ((timeMs / DAY_MS) % 365.25)) / 365.25) // 1 around New Year

/** Share of a working day's activity: 1 on workdays, less on Saturdays, little on Sundays and holidays. */
function activity(timeMs: number): number {
  const { weekday, year } = localTime(DEMO.zone, timeMs)
  if (weekday === 6 || holidaysOf(DEMO.country, year).has(localDate(DEMO.zone, timeMs))) return 0.15
  return weekday === 5 ? 0.45 : 1
}

/** A small works with offices: base load, two shifts, more in winter. kW, mean of the quarter-hour. */
export function loadKwAt(timeMs: number): number {
  const { hour, minute } = localTime(DEMO.zone, timeMs)
  const at = hour + minute / 60
  const shift = bump(at, 9.5, 3) + 0.8 * bump(at, 15, 3.2) + 0.25 * bump(at, 20, 2)
  const base = 0.42 + 0.08 * seasonOf(timeMs)
  return Math.max(
    5,
    DEMO.loadKw *
      (base + 0.95 * activity(timeMs) * shift * (1 + 0.12 * seasonOf(timeMs)) + 0.045 * noiseAt(timeMs, 1, 0.85)),
  )
}

/** Clearness of the sky, 0..1: a mood for the day and faster clouds within it. */
const clearness = (timeMs: number): number =>
  1 /
  (1 + Math.exp(-(0.7 + 1.1 * noiseAt(Math.floor(timeMs / DAY_MS) * DAY_MS, 2, 0.5) + 0.8 * noiseAt(timeMs, 3, 0.9))))

/** Flat-plate plant by solar geometry, under seeded clouds. kW, never below 0. */
export function pvKwAt(timeMs: number): number {
  let irradiance = 0
  for (const minutes of [2.5, 7.5, 12.5])
    irradiance +=
      clearSkyIrradiance(sunPosition(timeMs + minutes * 60_000, DEMO.latitude, DEMO.longitude).elevation) / 3
  return DEMO.pvPeakKw * 0.9 * (irradiance / 1000) * (0.15 + 0.85 * clearness(timeMs))
}

/** Day-ahead price with morning and evening peak, a midday dip that grows with the sun, cheap week-ends. EUR/MWh. */
export function pricePerMwhAt(timeMs: number): number {
  const { hour, minute } = localTime(DEMO.zone, timeMs)
  const at = hour + minute / 60
  const midday = 48 * (0.65 - 0.35 * seasonOf(timeMs)) * bump(at, 13, 2.8) * (0.6 + 0.8 * clearness(timeMs))
  const peaks = 34 * bump(at, 8, 1.7) + 58 * bump(at, 19.2, 2)
  const level =
    DEMO.pricePerMwh * (0.75 + 0.12 * seasonOf(timeMs)) - 18 * (1 - activity(timeMs)) - 14 * bump(at, 3.5, 2.5)
  return Math.round((level + peaks - midday + 6 * noiseAt(timeMs, 4, 0.95)) * 100) / 100
}

/** Rows `series,time,value` of one series over `[fromMs, toMs)`. */
export function* csvRows(
  key: string,
  valueAt: (timeMs: number) => number,
  fromMs: number,
  toMs: number,
  digits: number,
): Generator<string> {
  for (let timeMs = fromMs; timeMs < toMs; timeMs += DEMO.stepMs)
    yield `${key},${new Date(timeMs).toISOString().slice(0, 19)}Z,${valueAt(timeMs).toFixed(digits)}\n`
}

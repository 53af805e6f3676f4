import { offsetMs } from '@omarino/energy'

const DAY_MS = 86_400_000

/** What a naive forecaster would have said: the value of the same local time on the newest whole day, or week, known at an issue. */
export interface NaiveLookup {
  valueAt(timeMs: number): number
  naiveAt(timeMs: number, issueMs: number, days: 1 | 7): number
}

/**
 * @param timesMs starts of steps, shape [N]
 * @param values  NaN is missing, shape [N]
 */
export function naiveLookup(timesMs: Float64Array, values: Float64Array, stepMs: number, zone: string): NaiveLookup {
  const byTime = new Map<number, number>()
  for (const [i, timeMs] of timesMs.entries()) byTime.set(timeMs, values[i])
  const valueAt = (timeMs: number): number => byTime.get(timeMs) ?? NaN
  return {
    valueAt,
    naiveAt(timeMs, issueMs, days) {
      const seasonMs = days * DAY_MS
      const seasons = Math.max(1, Math.ceil((timeMs + stepMs - issueMs) / seasonMs))
      const before = sameLocalTime(zone, timeMs, timeMs - seasons * seasonMs)
      return valueAt(
        before + stepMs <= issueMs ? before : sameLocalTime(zone, timeMs, timeMs - (seasons + 1) * seasonMs),
      )
    },
  }
}

/** Days have 23 to 25 hours: the instant near `aboutMs` whose clock shows what it shows at `timeMs`. */
const sameLocalTime = (zone: string, timeMs: number, aboutMs: number): number =>
  aboutMs + offsetMs(zone, timeMs) - offsetMs(zone, aboutMs)

import type { Timeline } from './columns.ts'
import { type Bands, hourOf, leadGroup } from './conformal.ts'
import { sameTimeBefore } from './local-lag.ts'
import { type ForecastTask, stepsPerDay } from './model.ts'

/**
 * Quantiles of a horizon: median plus bands, then always, in this order, sorted, bounded, and 0 where it is always 0.
 * @param median shape [steps]
 * @param levels rising, shape [L]
 * @returns row-major, shape [L × steps]
 */
export function finishQuantiles(
  median: Float64Array,
  bands: Bands,
  levels: readonly number[],
  timeline: Timeline,
  origin: number,
  task: ForecastTask,
): Float64Array {
  const steps = median.length
  const quantiles = new Float64Array(levels.length * steps)
  const lowest = task.nonNegative ? 0 : -Infinity
  const highest = task.capacity ?? Infinity
  for (let step = 0; step < steps; step += 1) {
    if (isAlwaysZero(timeline, origin, step, stepsPerDay(task.stepMs))) continue
    const slot = timeline.calendar.slot[origin + step]
    const offsets = bands(leadGroup(step, task.stepMs), hourOf(slot, task.stepMs))
    const sorted = offsets.map((offset) => median[step] + offset).sort()
    for (let row = 0; row < levels.length; row += 1) {
      quantiles[row * steps + step] = Math.min(Math.max(sorted[row], lowest), highest)
    }
  }
  return quantiles
}

const AROUND_DAYS = 15
const YEAR_DAYS = 365
const LEAST_ZEROS = 3 // days; fewer prove nothing

/**
 * True when every known value at this local time within ± 15 days, this year up to the origin and a year ago, is 0:
 * PV at night.
 */
function isAlwaysZero({ values, calendar }: Timeline, origin: number, step: number, perDay: number): boolean {
  let zeros = 0
  const days = [...daysAround(AROUND_DAYS, AROUND_DAYS - 1), ...daysAround(YEAR_DAYS + AROUND_DAYS, 2 * AROUND_DAYS)]
  for (const day of days) {
    const index = sameTimeBefore(calendar.offset, origin + step, day, perDay)
    if (index < 0 || index >= origin || Number.isNaN(values[index])) continue
    if (values[index] !== 0) return false
    zeros += 1
  }
  return zeros >= LEAST_ZEROS
}

/** `count + 1` days that end with `last`. */
const daysAround = (last: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => last - count + i)

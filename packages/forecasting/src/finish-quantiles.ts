import type { Timeline } from './columns.ts'
import type { Bands } from './conformal.ts'
import { hourOf, leadGroup } from './error-table.ts'
import { sameTimeBefore } from './local-lag.ts'
import { type ForecastTask, type Quantiles, stepsPerDay } from './model.ts'

/**
 * Quantiles of a horizon: raw forecast and bands, then always, in this order, sorted, bounded, and 0 where it is always 0.
 * @param levels rising, shape [L]
 * @returns row-major, shape [L × steps]
 */
export function finishQuantiles(
  raw: Quantiles,
  bands: Bands,
  levels: readonly number[],
  timeline: Timeline,
  origin: number,
  task: ForecastTask,
): Float64Array {
  const steps = raw.values.length / raw.levels.length
  const quantiles = new Float64Array(levels.length * steps)
  const lowest = task.nonNegative ? 0 : -Infinity
  const highest = task.capacity ?? Infinity
  const column = new Float64Array(levels.length)
  const nothing = task.nonNegative ? nothingBelow(timeline, origin, stepsPerDay(task.stepMs)) : -Infinity
  for (let step = 0; step < steps; step += 1) {
    if (isAlwaysZero(timeline, origin, step, stepsPerDay(task.stepMs), nothing)) continue
    const slot = timeline.calendar.slot[origin + step]
    bands.quantiles(raw, step, leadGroup(step, task.stepMs), hourOf(slot, task.stepMs), column)
    column.sort()
    for (let row = 0; row < levels.length; row += 1) {
      quantiles[row * steps + step] = Math.min(Math.max(column[row], lowest), highest)
    }
  }
  return quantiles
}

const AROUND_DAYS = 15
const YEAR_DAYS = 365
const LEAST_ZEROS = 3 // days; fewer prove nothing
const OFF_ZERO = 0.01

/**
 * What a meter that shows nothing may be off zero: a hundredth of the largest value of the last 30 days. Only of a series
 * that cannot be negative, such as the generation of a plant.
 */
function nothingBelow({ values }: Timeline, origin: number, perDay: number): number {
  let largest = 0
  for (let i = Math.max(0, origin - 2 * AROUND_DAYS * perDay); i < origin; i += 1) {
    if (values[i] > largest) largest = values[i]
  }
  return OFF_ZERO * largest
}

/**
 * True when every known value at this local time within ± 15 days, this year up to the origin and a year ago, is 0, or
 * below what counts as nothing: PV at night.
 */
function isAlwaysZero(
  { values, calendar }: Timeline,
  origin: number,
  step: number,
  perDay: number,
  nothing: number,
): boolean {
  let zeros = 0
  for (let k = 0; k < 3 * AROUND_DAYS + 1; k += 1) {
    const days = k < AROUND_DAYS ? k + 1 : YEAR_DAYS - 2 * AROUND_DAYS + k
    const index = sameTimeBefore(calendar.offset, origin + step, days, perDay)
    if (index < 0 || index >= origin || Number.isNaN(values[index])) continue
    if (values[index] !== 0 && !(values[index] < nothing)) return false
    zeros += 1
  }
  return zeros >= LEAST_ZEROS
}

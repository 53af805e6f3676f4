import type { Timeline } from './columns.ts'
import { type ErrorFactor, errorFactors, factorAt } from './error-factor.ts'
import { fitErrorFactors } from './error-factor-fit.ts'
import { daySizes, type DaySizes, usualSize } from './error-sizes.ts'
import { HOUR_MS, stepsPerDay } from './model.ts'
import { rankOf } from './quantile-curve.ts'
import { medianRow, type Trial } from './rolling-origin.ts'

/**
 * How far outcomes lay from out-of-sample forecasts, with what that is grouped by; columns of one length, rising by
 * score. Of a model that forecasts the median alone: (actual − median) ÷ the size of error that was to be expected at the origin.
 * Of one that forecasts a distribution: the rank of the actual value in it, 0..1.
 */
export interface ErrorTable {
  readonly ranks: boolean
  readonly score: Float64Array
  readonly target: Int32Array // step of the timeline that the error became known with
  readonly group: Uint8Array // lead group
  readonly hour: Uint8Array // local hour of day
  readonly origin: Uint16Array // index of `origins`
  readonly origins: Int32Array // steps of the timeline, rising
  readonly sizes: DaySizes
  readonly factors: readonly ErrorFactor[] // of a model that forecasts the median alone; rising by `from`
}

const LEAD_GROUP_HOURS = [1, 3, 6, 12, 24, 48, 96, 192] // upper bounds; later leads are one more group
export const LEAD_GROUPS = LEAD_GROUP_HOURS.length + 1

export function leadGroup(lead: number, stepMs: number): number {
  const hours = (lead * stepMs) / HOUR_MS
  const group = LEAD_GROUP_HOURS.findIndex((bound) => hours < bound)
  return group < 0 ? LEAD_GROUP_HOURS.length : group
}
export const hourOf = (slot: number, stepMs: number): number => Math.floor((slot * stepMs) / HOUR_MS)

/** The errors of all origins whose outcome is known. */
export function errorTable({ origins, forecasts }: Trial, timeline: Timeline, stepMs: number): ErrorTable {
  const ranks = forecasts.some(({ levels }) => levels.length > 1)
  const most = forecasts.reduce((sum, { levels, values }) => sum + values.length / levels.length, 0)
  const [target, score] = [new Int32Array(most), new Float64Array(most)]
  const [group, hour, origin] = [new Uint8Array(most), new Uint8Array(most), new Uint16Array(most)]
  let count = 0
  for (const [i, start] of origins.entries()) {
    const median = medianRow(forecasts[i])
    const end = Math.min(median.length, timeline.values.length - start)
    for (let lead = 0; lead < end; lead += 1) {
      const actual = timeline.values[start + lead]
      if (Number.isNaN(actual)) continue
      target[count] = start + lead
      score[count] = ranks ? rankOf(forecasts[i], lead, actual) : actual - median[lead]
      group[count] = leadGroup(lead, stepMs)
      hour[count] = hourOf(timeline.calendar.slot[start + lead], stepMs)
      origin[count] = i
      count += 1
    }
  }
  const known = score.subarray(0, count)
  const perDay = stepsPerDay(stepMs)
  const sizes = daySizes(target.subarray(0, count), known, origins.at(-1) ?? 0, perDay)
  const factors = ranks ? [] : scaleErrors(known, target, origin, hour, sizes, { origins, forecasts }, timeline, perDay)
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => known[a] - known[b] || a - b)
  return {
    ranks,
    score: Float64Array.from(order, (i) => known[i]),
    target: Int32Array.from(order, (i) => target[i]),
    group: Uint8Array.from(order, (i) => group[i]),
    hour: Uint8Array.from(order, (i) => hour[i]),
    origin: Uint16Array.from(order, (i) => origin[i]),
    origins: Int32Array.from(origins),
    sizes,
    factors,
  }
}

/** Divides errors by the size that was to be expected of each at its origin, in place; returns what that size depends on. */
function scaleErrors(
  error: Float64Array,
  target: Int32Array,
  origin: Uint16Array,
  hour: Uint8Array,
  sizes: DaySizes,
  { origins, forecasts }: Pick<Trial, 'origins' | 'forecasts'>,
  { values }: Timeline,
  perDay: number,
): ErrorFactor[] {
  const usual = origins.map((start) => usualSize(sizes, start))
  const medians = forecasts.map(medianRow)
  const lead = Int32Array.from(error, (_, i) => target[i] - origins[origin[i]])
  const actual = Float64Array.from(error, (_, i) => values[target[i]])
  const known = { error, origin, lead, hour, actual, medians, usual }
  const factors = fitErrorFactors(known, target, origins, values.length, perDay)
  const own = medians.map((median, i) => errorFactors(factorAt(factors, origins[i]), median, usual[i], perDay))
  for (let i = 0; i < error.length; i += 1) error[i] /= usual[origin[i]] * own[origin[i]][lead[i]]
  return factors
}

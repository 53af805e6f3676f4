import type { Timeline } from './columns.ts'
import { HOUR_MS, type Quantiles, stepsPerDay } from './model.ts'
import { conformalQuantile } from './order-statistics.ts'
import { rankOf, valueAtRank } from './quantile-curve.ts'
import { medianRow, type Trial } from './rolling-origin.ts'

/**
 * How far outcomes lay from out-of-sample forecasts, with what that is grouped by; columns of one length, rising by
 * origin. Of a model that forecasts the median alone: (actual − median) ÷ usual size of errors as known at the origin.
 * Of one that forecasts a distribution: the rank of the actual value in it, 0..1.
 */
export interface ErrorTable {
  readonly ranks: boolean
  readonly target: Int32Array // step of the timeline that the error became known with
  readonly group: Uint8Array // lead group
  readonly hour: Uint8Array // local hour of day
  readonly score: Float64Array
  readonly sizes: DaySizes
}

/** A group below this many errors is pooled with its neighbours. */
export const LEAST_ERRORS = 60
const LEAD_GROUP_HOURS = [1, 3, 6, 12, 24, 48, 96, 192] // upper bounds; later leads are one more group
const GROUPS = LEAD_GROUP_HOURS.length + 1
const HOURS = 24
const WIDENINGS = [0, 1, 2, 3, 6, 12] // hours to either side; 12 is the whole day

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
  const [target, error] = [new Int32Array(most), new Float64Array(most)]
  const [group, hour, from] = [new Uint8Array(most), new Uint8Array(most), new Int32Array(most)]
  let count = 0
  for (const [i, origin] of origins.entries()) {
    const median = medianRow(forecasts[i])
    const end = Math.min(median.length, timeline.values.length - origin)
    for (let lead = 0; lead < end; lead += 1) {
      const actual = timeline.values[origin + lead]
      if (Number.isNaN(actual)) continue
      target[count] = origin + lead
      error[count] = ranks ? rankOf(forecasts[i], lead, actual) : actual - median[lead]
      group[count] = leadGroup(lead, stepMs)
      hour[count] = hourOf(timeline.calendar.slot[origin + lead], stepMs)
      from[count] = origin
      count += 1
    }
  }
  const known = { target: target.slice(0, count), group: group.slice(0, count), hour: hour.slice(0, count) }
  const sizes = daySizes(known.target, error.subarray(0, count), origins.at(-1) ?? 0, stepsPerDay(stepMs))
  const score = error.slice(0, count)
  if (!ranks) scaleErrors(score, from, sizes)
  return { ranks, ...known, score, sizes }
}

/** Divides each error by the usual size known at its origin. */
function scaleErrors(errors: Float64Array, origins: Int32Array, sizes: DaySizes): void {
  let scale = 1
  for (let i = 0; i < errors.length; i += 1) {
    if (i === 0 || origins[i] !== origins[i - 1]) scale = usualSize(sizes, origins[i])
    errors[i] /= scale
  }
}

/** Size of errors day by day: what 80 % of a day's errors stay below. Days begin at the origins' time. */
export interface DaySizes {
  readonly firstStep: number // of the first day
  readonly perDay: number
  readonly size: Float64Array // per day; NaN where no error is known
}

const RECENT_DAYS = 7
// The size that this share of errors stays below: one spike of 1e9 does not widen the bands, nights of 0 do not close them.
const SIZE_SHARE = 0.8

function daySizes(target: Int32Array, error: Float64Array, origin: number, perDay: number): DaySizes {
  const phase = origin % perDay
  const days = new Map<number, number[]>()
  for (let i = 0; i < target.length; i += 1) {
    const day = Math.floor((target[i] - phase) / perDay)
    const sizes = days.get(day)
    if (sizes) sizes.push(Math.abs(error[i]))
    else days.set(day, [Math.abs(error[i])])
  }
  if (days.size === 0) return { firstStep: phase, perDay, size: new Float64Array(0) }
  const first = Math.min(...days.keys())
  const size = new Float64Array(Math.max(...days.keys()) - first + 1).fill(NaN)
  for (const [day, sizes] of days) size[day - first] = sizeOf(Float64Array.from(sizes).sort())
  return { firstStep: phase + first * perDay, perDay, size }
}

function sizeOf(sorted: Float64Array): number {
  const size = sorted[Math.floor(SIZE_SHARE * (sorted.length - 1))]
  return size > 0 ? size : sorted[sorted.length - 1]
}

/**
 * Usual size of the errors known before a step: half the mean of all days, half that of the last seven. Before the
 * first outcome nothing tells it: the first day stands in. 1 where errors are always 0.
 */
function usualSize({ firstStep, perDay, size }: DaySizes, before: number): number {
  const known = Math.floor((before - firstStep) / perDay)
  const days = size.subarray(0, known > 0 ? known : 1)
  const [all, recent] = [meanKnown(days), meanKnown(days.subarray(-RECENT_DAYS))]
  const scale = Number.isNaN(recent) ? all : (all + recent) / 2
  return scale > 0 ? scale : meanKnown(size) || 1
}

function meanKnown(values: Float64Array): number {
  let [sum, count] = [0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  return count > 0 ? sum / count : NaN
}

/** Turns a raw forecast of one step into its quantile at each asked level. */
export interface Bands {
  /** @param levels rows of `out`, rising */
  quantiles(raw: Quantiles, step: number, group: number, hour: number, out: Float64Array): void
}

/**
 * Conformal bands from the errors known before a step: per lead group and hour of day; below 60 errors the hours beside
 * are taken in, up to the whole day, then all leads. Without any error the raw forecast stands.
 * @param before errors whose target is at or after this step are not used
 */
export function conformalBands(errors: ErrorTable, before: number, levels: readonly number[]): Bands {
  const scale = usualSize(errors.sizes, before)
  const cells = cellsOf(errors, before)
  const cache = new Map<number, Float64Array>()
  const scoresAt = (group: number, hour: number): Float64Array => {
    const key = group * HOURS + hour
    let scores = cache.get(key)
    if (!scores) cache.set(key, (scores = scoresOf(pooled(cells, group, hour), levels, errors.ranks)))
    return scores
  }
  return {
    quantiles: (raw, step, group, hour, out) => {
      const scores = scoresAt(group, hour)
      const median = errors.ranks ? NaN : medianRow(raw)[step]
      for (let row = 0; row < levels.length; row += 1) {
        out[row] = errors.ranks ? valueAtRank(raw, step, scores[row]) : median + scale * scores[row]
      }
    },
  }
}

/** Scores sorted by cell: cell c has `score[start[c]..start[c + 1])`. */
interface Cells {
  readonly start: Int32Array
  readonly score: Float64Array
}

function cellsOf({ target, group, hour, score }: ErrorTable, before: number): Cells {
  const start = new Int32Array(GROUPS * HOURS + 1)
  for (let i = 0; i < score.length; i += 1) if (target[i] < before) start[group[i] * HOURS + hour[i] + 1] += 1
  for (let cell = 0; cell < GROUPS * HOURS; cell += 1) start[cell + 1] += start[cell]
  const sorted = new Float64Array(start[GROUPS * HOURS])
  const next = start.slice()
  for (let i = 0; i < score.length; i += 1) {
    if (target[i] < before) sorted[next[group[i] * HOURS + hour[i]]++] = score[i]
  }
  return { start, score: sorted }
}

/** A copy of the scores of a cell and of as many hours beside it as it takes to have 60. */
function pooled({ start, score }: Cells, group: number, hour: number): Float64Array {
  for (const width of WIDENINGS) {
    const hours = Array.from({ length: Math.min(2 * width + 1, HOURS) }, (_, i) => (hour - width + i + HOURS) % HOURS)
    const parts = hours.map((each) => score.subarray(start[group * HOURS + each], start[group * HOURS + each + 1]))
    const count = parts.reduce((sum, part) => sum + part.length, 0)
    if (count >= LEAST_ERRORS) return joined(parts, count)
  }
  return score.slice()
}

function joined(parts: readonly Float64Array[], count: number): Float64Array {
  const all = new Float64Array(count)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function scoresOf(scores: Float64Array, levels: readonly number[], ranks: boolean): Float64Array {
  scores.sort()
  return Float64Array.from(levels, (level) =>
    scores.length > 0 ? conformalQuantile(scores, level) : ranks ? level : 0,
  )
}

import type { Timeline } from './columns.ts'
import type { Trial } from './rolling-origin.ts'
import { conformalQuantile } from './order-statistics.ts'
import { HOUR_MS, stepsPerDay } from './model.ts'

/** Out-of-sample errors (actual − median) with what they are grouped by; columns of one length, rising by origin. */
export interface ErrorTable {
  readonly target: Int32Array // step of the timeline that the error became known with
  readonly group: Uint8Array // lead group
  readonly hour: Uint8Array // local hour of day
  readonly error: Float64Array // unit of the series
  readonly scale: Float64Array // usual size of errors as known at the origin, above 0; unit of the series
}

/** A group below this many errors is pooled with its neighbours. */
export const LEAST_ERRORS = 60
const LEAD_GROUP_HOURS = [1, 3, 6, 12, 24, 48, 96, 192] // upper bounds; later leads are one more group
const HOURS = 24
const WIDENINGS = [0, 1, 2, 3, 6, 12] // hours to either side; 12 is the whole day

export function leadGroup(lead: number, stepMs: number): number {
  const hours = (lead * stepMs) / HOUR_MS
  const group = LEAD_GROUP_HOURS.findIndex((bound) => hours < bound)
  return group < 0 ? LEAD_GROUP_HOURS.length : group
}
export const hourOf = (slot: number, stepMs: number): number => Math.floor((slot * stepMs) / HOUR_MS)

/** The errors of all origins whose outcome is known. */
export function errorTable({ origins, medians }: Trial, timeline: Timeline, stepMs: number): ErrorTable {
  const rows = origins.flatMap((origin, i) =>
    Array.from(medians[i], (median, lead) => ({
      origin,
      target: origin + lead,
      lead,
      error: timeline.values[origin + lead] - median,
    })),
  )
  const known = rows.filter(({ error }) => Number.isFinite(error))
  const target = Int32Array.from(known, (row) => row.target)
  const error = Float64Array.from(known, (row) => row.error)
  const scales = new Map(origins.map((origin) => [origin, recentScale(target, error, origin, stepMs)]))
  // Before the first outcome nothing tells the size of errors: the first origin that knows it stands in.
  const first = [...scales.values()].find((scale) => scale > 0) ?? (usualSize(error) || 1)
  return {
    target,
    group: Uint8Array.from(known, ({ lead }) => leadGroup(lead, stepMs)),
    hour: Uint8Array.from(known, (row) => hourOf(timeline.calendar.slot[row.target], stepMs)),
    error,
    scale: Float64Array.from(known, ({ origin }) => scales.get(origin) || first),
  }
}

const RECENT_DAYS = 7
// The size that this share of errors stays below: one spike of 1e9 does not widen the bands, nights of 0 do not close them.
const SIZE_SHARE = 0.8

/** Usual size of the errors known before a step: half of all of them, half of the last week's; 0 when none is known. */
function recentScale(target: Int32Array, error: Float64Array, before: number, stepMs: number): number {
  const from = before - RECENT_DAYS * stepsPerDay(stepMs)
  const all = error.filter((_, i) => target[i] < before)
  const recent = error.filter((_, i) => target[i] < before && target[i] >= from)
  if (all.length === 0) return 0
  return recent.length > 0 ? (usualSize(all) + usualSize(recent)) / 2 : usualSize(all)
}

function usualSize(errors: Float64Array): number {
  const sizes = errors.map(Math.abs).sort()
  const size = sizes[Math.floor(SIZE_SHARE * (sizes.length - 1))]
  return size > 0 ? size : sizes[sizes.length - 1]
}

/** What to add to the median for each level, by lead group and local hour. Shape [levels]. */
export type Bands = (group: number, hour: number) => Float64Array

/**
 * Conformal bands from the errors known before a step: per lead group and hour of day; below 60 errors the hours beside
 * are taken in, up to the whole day, then all leads.
 * @param before errors whose target is at or after this step are not used
 * @returns 0 for every level when no error is known
 */
export function conformalBands(errors: ErrorTable, before: number, levels: readonly number[], stepMs: number): Bands {
  const scale = recentScale(errors.target, errors.error, before, stepMs)
  const cells = cellsOf(errors, before)
  const cache = new Map<number, Float64Array>()
  return (group, hour) => {
    const key = group * HOURS + hour
    let offsets = cache.get(key)
    if (!offsets)
      cache.set(key, (offsets = offsetsOf(pooled(cells, group, hour), levels).map((offset) => offset * scale)))
    return offsets
  }
}

type Cells = ReadonlyMap<number, readonly number[]>

function cellsOf({ target, group, hour, error, scale }: ErrorTable, before: number): Cells {
  const cells = new Map<number, number[]>()
  for (let i = 0; i < error.length; i += 1) {
    if (target[i] >= before) continue
    const key = group[i] * HOURS + hour[i]
    const cell = cells.get(key)
    if (cell) cell.push(error[i] / scale[i])
    else cells.set(key, [error[i] / scale[i]])
  }
  return cells
}

function pooled(cells: Cells, group: number, hour: number): readonly number[] {
  for (const width of WIDENINGS) {
    const hours = Array.from({ length: Math.min(2 * width + 1, HOURS) }, (_, i) => (hour - width + i + HOURS) % HOURS)
    const errors = hours.flatMap((each) => cells.get(group * HOURS + each) ?? [])
    if (errors.length >= LEAST_ERRORS) return errors
  }
  return [...cells.values()].flat()
}

function offsetsOf(errors: readonly number[], levels: readonly number[]): Float64Array {
  const sorted = Float64Array.from(errors).sort()
  return Float64Array.from(levels, (level) => (sorted.length > 0 ? conformalQuantile(sorted, level) : 0))
}

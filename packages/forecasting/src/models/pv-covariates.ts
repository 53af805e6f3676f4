import { correlation } from '../correlation.ts'
import { fillGaps } from '../fill-gaps.ts'
import type { CalendarColumns, Columns } from '../model.ts'
import { meanAround, prefixSums } from '../prefix-means.ts'
import { envelope } from './pv-clear-sky.ts'
import { type Standard, standardOf } from './standard-column.ts'

/** A weather column as a PV plant reads it. */
export interface PvCovariate extends Standard {
  /** True for one that is 0 at night, such as radiation: it is read as a share of its own upper edge. */
  readonly shining: boolean
  readonly lagSteps: number // by which the plant trails it: clocks that differ
}

const MOST_COLUMNS = 5
const NIGHT_SHARE = 0.2 // of all steps that are 0 in a column that shines
const MOST_LAG_HOURS = 4
const LAG_GAIN = 0.02
const CLIP = 4
const MOST_SHARE = 1.3

/** Now and its hinges, means of 2, 4 and 12 h around, the first by time of day. */
export const PV_COLUMN_TERMS = 8

/**
 * The five columns that tell most about the clearness, each with the lag that tells most.
 * @param clearness NaN at night; shape [T]
 */
export function pvCovariates(
  known: Columns,
  clearness: Float64Array,
  calendar: CalendarColumns,
  perDay: number,
): PvCovariate[] {
  const perHour = Math.max(1, Math.round(perDay / 24))
  const all = Object.keys(known).sort().flatMap((name) => describe(name, known[name], clearness.length) ?? []) // prettier-ignore
  return all
    .map((covariate) => {
      const { raw } = readCovariate(covariate, known, calendar, perDay)
      const lags = Array.from({ length: covariate.shining ? MOST_LAG_HOURS * perHour + 1 : 1 }, (_, lag) => Math.abs(correlation(raw, clearness, lag))) // prettier-ignore
      const best = lags.reduce((most, each, lag) => (each > lags[most] + (most === 0 ? LAG_GAIN : 0) ? lag : most), 0)
      return { covariate: { ...covariate, lagSteps: best }, told: lags[best] }
    })
    .sort((a, b) => b.told - a.told)
    .slice(0, MOST_COLUMNS)
    .map(({ covariate }) => covariate)
}

function describe(name: string, column: Float64Array, steps: number): PvCovariate | undefined {
  const past = column.subarray(0, steps)
  const standard = standardOf(name, past)
  if (!standard) return undefined
  const { deviation } = standard
  const values = past.filter(Number.isFinite)
  const dark = values.reduce((count, value) => count + (Math.abs(value) < 0.01 * deviation ? 1 : 0), 0)
  const shining = dark > NIGHT_SHARE * values.length && values.every((value) => value > -deviation)
  return { ...standard, shining, lagSteps: 0 }
}

export interface ReadCovariate {
  readonly raw: Float64Array // as a share of its edge, or in deviations; NaN is missing
  readonly filled: Float64Array
  readonly prefix: Float64Array
  readonly lagSteps: number
  readonly perHour: number // steps
}

/** The column over past and horizon: shares of its own upper edge where it shines, else deviations from its mean. */
export function readCovariate(
  { name, shining, mean, deviation, lagSteps }: PvCovariate,
  known: Columns,
  calendar: CalendarColumns,
  perDay: number,
): ReadCovariate {
  const column = known[name] ?? new Float64Array(calendar.day.length).fill(NaN)
  const edges = shining ? envelope(column, calendar, column.length, Array.from(calendar.day.keys()), perDay) : undefined
  const raw = column.map((value, i) => {
    if (!edges) return Math.min(Math.max((value - mean) / deviation, -CLIP), CLIP)
    return edges[i] > 0.05 * deviation ? Math.min(Math.max(value / edges[i], 0), MOST_SHARE) : NaN
  })
  const filled = fillGaps(raw, calendar.offset, perDay, perDay)
  return { raw, filled, prefix: prefixSums(filled), lagSteps, perHour: Math.max(1, Math.round(perDay / 24)) }
}

export function writeCovariate(
  { filled, prefix, lagSteps, perHour }: ReadCovariate,
  index: number,
  angle: number,
  row: Float64Array,
  at: number,
): number {
  const step = Math.max(0, index - lagSteps)
  const now = filled[step]
  // A forecast of the weather does not know the minute of a cloud: an hour to either side tells more than the moment.
  const around = meanAround(prefix, step, perHour)
  row[at] = now
  row[at + 1] = Math.max(0, now - 0.4)
  row[at + 2] = Math.max(0, now - 0.8)
  row[at + 3] = around
  row[at + 4] = meanAround(prefix, step, 2 * perHour)
  row[at + 5] = meanAround(prefix, step, 6 * perHour)
  row[at + 6] = around * Math.sin(angle)
  row[at + 7] = around * Math.cos(angle)
  return at + PV_COLUMN_TERMS
}

import { Failure, QUALITY, toRegular } from '@omarino/energy'
import type { RegularSeries, TimeRange } from '@omarino/energy'
import { readPoints } from '@omarino/store'
import type { SeriesRow } from '@omarino/store'
import type { Pool } from 'pg'

const HISTORY_MS = 400 * 86_400_000 // a year, with the weeks around the same day of the year before
const MAX_STEPS = 100_000 // beyond 400 days of quarter-hours the cost grows, the forecast does not
const MOST_OFF_GRID = 0.05 // share of points

/** What was known of a series at an issue time. */
export interface KnownHistory {
  /** From the first known value to the first forecast step; a missing, suspect or not yet ended step is NaN. */
  readonly series: RegularSeries
  readonly span: { readonly fromTime: string | null; readonly toTime: string | null; readonly points: number }
}

/** Only whole intervals are known: step `[t, t + step)` when it has ended at the issue time. */
const knownRange = (issueMs: number, stepMs: number): TimeRange => ({
  fromMs: issueMs - Math.min(HISTORY_MS, MAX_STEPS * stepMs),
  toMs: issueMs - stepMs + 1,
})

const phaseOf = (ms: number, stepMs: number): number => ms - Math.floor(ms / stepMs) * stepMs

/** Where the steps of a series begin after multiples of the step since 1970, 0..stepMs: what most of its points say. */
export function gridPhaseMs(timesMs: Float64Array, stepMs: number): number {
  const counts = new Map<number, number>()
  for (const ms of timesMs) counts.set(phaseOf(ms, stepMs), (counts.get(phaseOf(ms, stepMs)) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
}

/**
 * Reads what may be looked at, and nothing else.
 * @throws Failure `SERIES_IRREGULAR` without a step, or when more than 5 % of the points lie off the grid; `SERIES_CUMULATIVE`
 */
export async function readKnownHistory(db: Pool, series: SeriesRow, issueMs: number): Promise<KnownHistory> {
  const stepMs = demandStep(series)
  const { timesMs, values, quality } = await readPoints(db, series.id, knownRange(issueMs, stepMs))
  const phaseMs = gridPhaseMs(timesMs, stepMs)
  demandGrid(timesMs, stepMs, phaseMs)
  const trusted = values.map((value, i) => ((quality[i] & 7) <= QUALITY.estimated ? value : NaN))
  const firstStepMs = Math.ceil((issueMs - phaseMs) / stepMs) * stepMs + phaseMs
  const first = trusted.findIndex((value, i) => Number.isFinite(value) && phaseOf(timesMs[i], stepMs) === phaseMs)
  const range = { fromMs: first < 0 ? firstStepMs : timesMs[first], toMs: firstStepMs }
  const known = toRegular(timesMs, trusted, range, stepMs)
  return { series: known, span: spanOf(known) }
}

const refuse = (code: string, what: string): Failure =>
  new Failure('invalid', code, `${what}; a forecast needs one value per step`)

function demandStep({ kind, step_ms: stepMs }: SeriesRow): number {
  if (stepMs === null) throw refuse('SERIES_IRREGULAR', 'the series has no step')
  if (kind === 'cumulative') throw refuse('SERIES_CUMULATIVE', 'the series is a counter')
  return stepMs
}

function demandGrid(timesMs: Float64Array, stepMs: number, phaseMs: number): void {
  const off = timesMs.filter((ms) => phaseOf(ms, stepMs) !== phaseMs).length
  if (off <= timesMs.length * MOST_OFF_GRID) return
  const what = `${off} of ${timesMs.length} points lie off the grid of ${stepMs / 1000} s`
  throw refuse('SERIES_IRREGULAR', what)
}

function spanOf({ startMs, stepMs, values }: RegularSeries): KnownHistory['span'] {
  const points = values.filter(Number.isFinite).length
  if (points === 0) return { fromTime: null, toTime: null, points }
  const [first, last] = [values.findIndex(Number.isFinite), values.findLastIndex(Number.isFinite)]
  const iso = (step: number): string => new Date(startMs + step * stepMs).toISOString()
  return { fromTime: iso(first), toTime: iso(last + 1), points }
}

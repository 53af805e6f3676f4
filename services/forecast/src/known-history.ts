import { Failure, QUALITY, toRegular } from '@omarino/energy'
import type { RegularSeries } from '@omarino/energy'
import type { SeriesPoints, SeriesRange, SeriesRow } from '@omarino/store'

const DAY_MS = 86_400_000
const HISTORY_MS = 400 * DAY_MS // a year, with the weeks around the same day of the year before
const MAX_STEPS = 100_000 // beyond 400 days of quarter-hours the cost grows, the forecast does not
const MOST_OFF_GRID = 0.05 // share of points
/** A version that was trained longer before an issue than this makes no forecast of it. */
export const OLDEST_MODEL_MS = 60 * DAY_MS

export interface HistorySpan {
  readonly fromTime: string | null
  readonly toTime: string | null
  readonly points: number
}

/** How far back a model is fitted. */
const lookBackMs = (stepMs: number): number => Math.min(HISTORY_MS, MAX_STEPS * stepMs)

/**
 * What may be looked at: whole intervals that have ended at the issue time, as far back as the oldest version was fitted.
 * @throws Failure `SERIES_IRREGULAR`, `SERIES_CUMULATIVE`
 */
export function historyRange(series: SeriesRow, issueMs: number): SeriesRange {
  const stepMs = demandStep(series)
  const fromMs = issueMs - lookBackMs(stepMs) - OLDEST_MODEL_MS
  return { seriesId: series.id, fromMs, toMs: issueMs - stepMs + 1 }
}

const phaseOf = (ms: number, stepMs: number): number => ms - Math.floor(ms / stepMs) * stepMs

/** Where the steps of a series begin after multiples of the step since 1970, 0..stepMs: what most of its points say. */
export function gridPhaseMs(timesMs: Float64Array, stepMs: number): number {
  const counts = new Map<number, number>()
  for (const ms of timesMs) counts.set(phaseOf(ms, stepMs), (counts.get(phaseOf(ms, stepMs)) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0]
}

/** Values that may be relied on: a suspect one counts as missing. */
export const trustedValues = ({ values, quality }: Pick<SeriesPoints, 'values' | 'quality'>): Float64Array =>
  values.map((value, i) => ((quality[i] & 7) <= QUALITY.estimated ? value : NaN))

/**
 * Points as a grid from the first known value to the first forecast step; a missing, suspect or not yet ended step is NaN.
 * @throws Failure `SERIES_IRREGULAR` when more than 5 % of the points lie off the grid
 */
export function knownHistory(series: SeriesRow, points: SeriesPoints, issueMs: number): RegularSeries {
  const stepMs = demandStep(series)
  const { timesMs } = points
  const phaseMs = gridPhaseMs(timesMs, stepMs)
  demandGrid(timesMs, stepMs, phaseMs)
  const trusted = trustedValues(points)
  const firstStepMs = Math.ceil((issueMs - phaseMs) / stepMs) * stepMs + phaseMs
  const first = trusted.findIndex((value, i) => Number.isFinite(value) && phaseOf(timesMs[i], stepMs) === phaseMs)
  const range = { fromMs: first < 0 ? firstStepMs : timesMs[first], toMs: firstStepMs }
  return toRegular(timesMs, trusted, range, stepMs)
}

/** The end of a history from an instant on, beginning with a known value; all of it when it begins later. */
export function historyFrom({ startMs, stepMs, values }: RegularSeries, fromMs: number): RegularSeries {
  const asked = Math.max(0, Math.ceil((fromMs - startMs) / stepMs))
  const first = values.findIndex((value, i) => i >= asked && Number.isFinite(value))
  const skipped = first < 0 ? values.length : first
  return { startMs: startMs + skipped * stepMs, stepMs, values: values.subarray(skipped) }
}

/** What a model is fitted on: the last 400 days, or 100,000 steps. */
export const fittingHistory = (history: RegularSeries): RegularSeries =>
  historyFrom(history, history.startMs + history.values.length * history.stepMs - lookBackMs(history.stepMs))

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

export function spanOf({ startMs, stepMs, values }: RegularSeries): HistorySpan {
  const points = values.filter(Number.isFinite).length
  if (points === 0) return { fromTime: null, toTime: null, points }
  const [first, last] = [values.findIndex(Number.isFinite), values.findLastIndex(Number.isFinite)]
  const iso = (step: number): string => new Date(startMs + step * stepMs).toISOString()
  return { fromTime: iso(first), toTime: iso(last + 1), points }
}

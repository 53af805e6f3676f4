import { Failure } from '@omarino/energy'
import { pastAt, type Timeline } from './columns.ts'
import { LEAST_ERRORS } from './conformal.ts'
import { sameTimeBefore } from './local-lag.ts'
import { type Flag, type ForecastTask, type Past, stepsPerDay } from './model.ts'
import { DAY_NAIVE_BELOW_DAYS } from './models/seasonal-naive.ts'
import { robustScale } from './robust-scale.ts'

/** A day to look back on and a day to learn the errors from. */
const LEAST_DAYS = 2
const GAP_SHARE = 0.05
const GAP_DAYS = 28
const OUTLIER_SPREADS = 50

/** The past from its first known value on; infinite values count as missing. Copies. */
export function knownPast(past: Past): Past {
  const known = pastAt(past, past.values.length, Math.max(0, past.values.findIndex(Number.isFinite)))
  return { ...known, values: known.values.map((value) => (Number.isFinite(value) ? value : NaN)) }
}

/**
 * @param timeline begins with the first known value
 * @throws Failure `NO_HISTORY` when no value is known, `TOO_LITTLE_HISTORY` below 2 local days or a day's worth of points
 */
export function assertEnoughHistory(timeline: Timeline, issue: number, task: ForecastTask): void {
  const perDay = stepsPerDay(task.stepMs)
  const known = timeline.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  const needed = `a forecast needs ${LEAST_DAYS} days (${LEAST_DAYS * perDay} points, of which ${perDay} known)`
  if (known === 0) throw new Failure('invalid', 'NO_HISTORY', `the series has 0 days (0 points) of history; ${needed}`)
  const spans = sameTimeBefore(timeline.calendar.offset, issue, LEAST_DAYS, perDay) >= 0
  if (spans && known >= perDay) return
  const days = (issue / perDay).toFixed(1)
  throw new Failure('invalid', 'TOO_LITTLE_HISTORY', `the history holds ${days} days (${known} points); ${needed}`)
}

/** What a reader should know about the history that a forecast rests on. */
export function historyFlags(values: Float64Array, errors: number, task: ForecastTask): Flag[] {
  const perDay = stepsPerDay(task.stepMs)
  const known = values.filter((value) => !Number.isNaN(value))
  const recent = values.slice(-GAP_DAYS * perDay)
  const missing = recent.filter(Number.isNaN).length / recent.length
  const { centre, spread } = robustScale(values)
  const raised: readonly (readonly [Flag, boolean])[] = [
    ['day-naive', values.length < DAY_NAIVE_BELOW_DAYS * perDay],
    ['gaps', missing > GAP_SHARE],
    ['stale-history', values.slice(-perDay).every(Number.isNaN)],
    ['few-residuals', errors < LEAST_ERRORS],
    ['constant', known.every((value) => value === known[0])],
    ['outliers', known.some((value) => Math.abs(value - centre) > OUTLIER_SPREADS * spread)],
  ]
  return raised.filter(([, holds]) => holds).map(([flag]) => flag)
}

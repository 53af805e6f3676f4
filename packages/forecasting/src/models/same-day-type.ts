import { joinColumns } from '../columns.ts'
import { isLess } from '../least-loss.ts'
import { sameTimeBefore } from '../local-lag.ts'
import { type CalendarColumns, type ForecastTask, type Model, type Past, stepsPerDay } from '../model.ts'
import { medianOf, medianOfSorted } from '../order-statistics.ts'

/** Which days are alike: all; workdays, Saturdays, and Sundays with holidays; or each weekday, holidays as Sundays. */
export type DayPool = 'all' | 'type' | 'weekday'

export interface SameDayTypeState {
  readonly perDay: number
  readonly pool: DayPool
  readonly days: number // of the pool that the median is taken over
  readonly median: number // of the known past, for a local time that never had a value
}

const MINIMUM_DAYS = 7
const DAY_COUNTS = [1, 3, 5, 8]
const DEEPEST_DAYS = 63 // nine Sundays
const JUDGED_DAYS = 28

/**
 * The median of the last days that are like the forecast one, at the same local time. Which days are alike and how many
 * are taken is what erred least a day ahead in the last 4 weeks. Where times are mere counters there are no day types.
 */
export const sameDayType: Model<SameDayTypeState> = {
  name: 'same-day-type',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: (past, task) => ({ ...leastError(past, task), median: medianOf(past.values) }),
  update: (state) => state,
  predict: (state, past, future) => {
    const calendar = joinColumns(past.calendar, future.calendar)
    const values = new Float64Array(future.steps)
    for (let step = 0; step < future.steps; step += 1) {
      const index = past.values.length + step
      const alike = medianAlike(past.values, calendar, index, state)
      values[step] = Number.isNaN(alike) ? anyDay(past.values, calendar, index, state) : alike
    }
    return { levels: [0.5], values }
  },
}

type Choice = Omit<SameDayTypeState, 'median'>

function leastError({ values, calendar }: Past, task: ForecastTask): Choice {
  const perDay = stepsPerDay(task.stepMs)
  const pools: readonly DayPool[] = task.dated === false ? ['all', 'weekday'] : ['all', 'type', 'weekday']
  const choices = pools.flatMap((pool) => DAY_COUNTS.map((days) => ({ perDay, pool, days })))
  const from = Math.max(perDay, values.length - JUDGED_DAYS * perDay)
  // Missing forecasts would flatter a choice: all are judged where the most demanding known one is.
  const errors = choices.map((choice) => {
    let sum = 0
    let count = 0
    for (let i = from; i < values.length; i += 1) {
      const error = Math.abs(values[i] - medianAlike(values, calendar, i, choice))
      if (!(error >= 0)) continue
      sum += error
      count += 1
    }
    return { mean: sum / count, count }
  })
  const most = Math.max(...errors.map(({ count }) => count))
  let best = 0
  for (const [i, { mean, count }] of errors.entries()) {
    if (count >= 0.7 * most && isLess(mean, errors[best].mean)) best = i
  }
  return choices[best]
}

/** Median over the newest `days` alike days before the step's own; NaN when none has a known value. */
function medianAlike(
  values: Float64Array,
  calendar: CalendarColumns,
  index: number,
  { perDay, pool, days }: Choice,
): number {
  const found: number[] = []
  const like = kindOf(calendar, index, pool)
  for (let back = 1; back <= DEEPEST_DAYS && found.length < days; back += 1) {
    const at = sameTimeBefore(calendar.offset, index, back, perDay)
    if (at < 0) break
    if (at < values.length && kindOf(calendar, at, pool) === like && Number.isFinite(values[at])) found.push(values[at])
  }
  return medianOfSorted(found.sort((a, b) => a - b))
}

const anyDay = (values: Float64Array, calendar: CalendarColumns, index: number, state: SameDayTypeState): number => {
  const nearest = medianAlike(values, calendar, index, { ...state, pool: 'all' })
  return Number.isNaN(nearest) ? state.median : nearest
}

function kindOf({ dayType, weekday }: CalendarColumns, index: number, pool: DayPool): number {
  if (pool === 'all') return 0
  if (pool === 'type') return dayType[index]
  return dayType[index] === 2 ? 6 : weekday[index]
}

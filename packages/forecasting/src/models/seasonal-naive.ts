import { lookedUp } from '../explanation.ts'
import { sameTimeBefore } from '../local-lag.ts'
import { type Future, type Model, type Past, type Quantiles, stepsPerDay, stepsPerHour } from '../model.ts'
import { medianOf } from '../order-statistics.ts'

export interface SeasonalNaiveState {
  readonly perDay: number // steps in 24 h
  readonly seasonDays: number // 1 or 7
  readonly median: number // of the known past, for a local time that never had a value
}

const WEEK_DAYS = 7
/** Under two weeks there is no week to compare with another. */
export const DAY_NAIVE_BELOW_DAYS = 14
const COMPARED_DAYS = 56

/**
 * The value at the same local time one season before; the season is the day or the week, whichever erred less in the
 * last 8 weeks. A missing value falls back to earlier seasons, then to the nearest day that has one.
 */
export const seasonalNaive: Model<SeasonalNaiveState> = {
  name: 'seasonal-naive',
  // A spring day lacks an hour.
  minimumSteps: (task) => Math.max(1, stepsPerDay(task.stepMs) - stepsPerHour(task.stepMs)),
  fit: (past, task) => {
    const perDay = stepsPerDay(task.stepMs)
    const week = past.values.length >= DAY_NAIVE_BELOW_DAYS * perDay && weekErrsLess(past, perDay)
    return { perDay, seasonDays: week ? WEEK_DAYS : 1, median: medianOf(past.values) }
  },
  update: (state) => state,
  predict: (state, past, future) => {
    const values = Float64Array.from({ length: future.steps }, (_, step) => seasonBefore(state, past, future, step))
    return { levels: [0.5], values } satisfies Quantiles
  },
  explain: (state, past, future) => lookedUp(seasonalNaive.predict(state, past, future).values),
}

function weekErrsLess({ values, calendar }: Past, perDay: number): boolean {
  let advantage = 0
  for (let i = Math.max(0, values.length - COMPARED_DAYS * perDay); i < values.length; i += 1) {
    const byDay = values[i] - values[sameTimeBefore(calendar.offset, i, 1, perDay)]
    const byWeek = values[i] - values[sameTimeBefore(calendar.offset, i, WEEK_DAYS, perDay)]
    if (Number.isFinite(byDay) && Number.isFinite(byWeek)) advantage += Math.abs(byDay) - Math.abs(byWeek)
  }
  return advantage > 0
}

function seasonBefore(state: SeasonalNaiveState, past: Past, future: Future, step: number): number {
  const { values } = past
  const days = Math.floor(values.length / state.perDay) + Math.ceil(future.steps / state.perDay)
  for (const stride of [state.seasonDays, 1]) {
    for (let day = stride; day <= days; day += stride) {
      const index = pastIndex(past, future, step, day, state.perDay)
      if (index >= 0 && Number.isFinite(values[index])) return values[index]
    }
  }
  return state.median
}

/** Step of the past that shows the horizon step's local time `days` before, or −1. */
function pastIndex(past: Past, future: Future, step: number, days: number, perDay: number): number {
  const length = past.values.length
  const straight = length + step - days * perDay
  if (straight < 0 || straight >= length) return -1
  const index = straight + Math.round(future.calendar.offset[step] - past.calendar.offset[straight])
  return index < length ? index : -1
}

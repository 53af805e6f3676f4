import { futureAt, type Timeline } from './columns.ts'
import { sameTimeBefore } from './local-lag.ts'
import { type ForecastTask, type Model, type ModelName, type Quantiles, stepsPerDay } from './model.ts'
import { remembered, type ReplayMemo, replayMemo } from './replay-memo.ts'

/** Twelve weeks where origins lie a day apart: every day type several times; older errors hardly weigh. */
export const MOST_ORIGINS = 84
/** Parameters rest for a week between refits; lags and errors take in each day. */
const REFIT_EVERY_DAYS = 7
// Of some 30 models; states of trees are large.
const MOST_STATES = 300
const MOST_FORECASTS = 30 * MOST_ORIGINS

/** One model's out-of-sample forecasts, replayed from past origins. Plain data. */
export interface Trial {
  readonly model: ModelName
  readonly origins: readonly number[] // steps of the timeline, rising
  readonly forecasts: readonly Quantiles[] // raw, per origin; shorter where the timeline ends
}

/**
 * Local days between past origins: one for horizons below 8 days, then a quarter of the horizon, so that 84 origins of
 * a month ahead see a year and more and not twelve weeks of overlapping months.
 */
export const originSpacing = (steps: number, perDay: number): number => Math.max(1, Math.floor(steps / perDay / 4))

/**
 * Past origins at the local time of the issue, `spacing` days apart, newest 84, each with at least one known outcome.
 * @param issue    step of the timeline that the forecast starts at
 * @param earliest least history before an origin, in steps
 * @returns rising steps
 */
export function pastOrigins(
  timeline: Timeline,
  issue: number,
  steps: number,
  earliest: number,
  perDay: number,
): number[] {
  const origins: number[] = []
  const spacing = originSpacing(steps, perDay)
  for (let days = spacing; origins.length < MOST_ORIGINS; days += spacing) {
    const origin = sameTimeBefore(timeline.calendar.offset, issue, days, perDay)
    if (origin < Math.max(earliest, 1)) break
    const known = timeline.values
      .subarray(origin, Math.min(origin + steps, issue))
      .some((value) => !Number.isNaN(value))
    if (known) origins.push(origin)
  }
  return origins.reverse()
}

/**
 * Replays a model: fitted on each seventh day of the calendar, updated at each origin, always on copies that end there.
 * What an origin's forecast is depends on the past of that origin alone, so that a memo may keep it.
 * @param memo forecasts of earlier calls on the same series; it takes in the new ones
 */
export function rollOrigins(
  model: Model<unknown>,
  timeline: Timeline,
  origins: readonly number[],
  steps: number,
  task: ForecastTask,
  memo: ReplayMemo = replayMemo(),
): Trial {
  const forecasts = origins.map((origin) =>
    remembered(memo.forecasts, MOST_FORECASTS, `${model.name} ${memo.start + origin}`, () => {
      const fitAt = refitOrigin(timeline, origin, Math.max(1, model.minimumSteps(task)), stepsPerDay(task.stepMs))
      const state = remembered(memo.states, MOST_STATES, `${model.name} ${memo.start + fitAt}`, () =>
        model.fit(memo.pastOf(timeline, fitAt), task),
      )
      const past = memo.pastOf(timeline, origin)
      const updated = fitAt === origin ? state : model.update(state, past)
      return model.predict(updated, past, futureAt(timeline, origin, steps))
    }),
  )
  return { model: model.name, origins, forecasts }
}

/** The last day at or before `origin`, at its local time, that begins a week of the calendar and has enough history. */
function refitOrigin({ calendar }: Timeline, origin: number, earliest: number, perDay: number): number {
  let days = ((calendar.day[origin] % REFIT_EVERY_DAYS) + REFIT_EVERY_DAYS) % REFIT_EVERY_DAYS
  while (days > 0 && sameTimeBefore(calendar.offset, origin, days, perDay) < earliest) days -= 1
  return days > 0 ? sameTimeBefore(calendar.offset, origin, days, perDay) : origin
}

/** The row of level 0.5; a view. @throws RangeError when there is none */
export function medianRow({ levels, values }: Quantiles): Float64Array {
  if (levels.length === 1 && levels[0] === 0.5) return values
  const row = levels.indexOf(0.5)
  if (row < 0) throw new RangeError('a model must forecast level 0.5')
  const steps = values.length / levels.length
  return values.subarray(row * steps, (row + 1) * steps)
}

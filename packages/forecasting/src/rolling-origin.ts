import { futureAt, type Timeline } from './columns.ts'
import { sameTimeBefore } from './local-lag.ts'
import { type ForecastTask, type Model, type Quantiles, stepsPerDay } from './model.ts'
import { remembered, type ReplayMemo, replayMemo } from './replay-memo.ts'

/** Eight weeks: every day type several times, and 56 errors per lead for the bands. */
export const MOST_ORIGINS = 56
/** Parameters rest for a week between refits; lags and errors take in each day. */
const REFIT_EVERY_DAYS = 7
// Of some 30 models; states of trees are large.
const MOST_STATES = 300
const MOST_MEDIANS = 30 * MOST_ORIGINS

/** One model's out-of-sample forecasts, replayed from past origins. */
export interface Trial {
  readonly model: Model<unknown>
  readonly origins: readonly number[] // steps of the timeline, rising
  readonly medians: readonly Float64Array[] // per origin, shape [steps]; shorter where the timeline ends
}

/**
 * Past origins at the local time of the issue, one a day, newest 56, each with at least one known outcome.
 * @param issue    step of the timeline that the forecast starts at
 * @param earliest least history before an origin, in steps
 * @returns rising steps
 */
export function dailyOrigins(
  timeline: Timeline,
  issue: number,
  steps: number,
  earliest: number,
  perDay: number,
): number[] {
  const origins: number[] = []
  for (let days = 1; origins.length < MOST_ORIGINS; days += 1) {
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
 * Replays a model: fitted on each seventh day of the calendar, updated daily, always on copies that end at the origin.
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
  const medians = origins.map((origin) =>
    remembered(memo.medians, MOST_MEDIANS, `${model.name} ${memo.start + origin}`, () => {
      const fitAt = refitOrigin(timeline, origin, Math.max(1, model.minimumSteps(task)), stepsPerDay(task.stepMs))
      const state = remembered(memo.states, MOST_STATES, `${model.name} ${memo.start + fitAt}`, () =>
        model.fit(memo.pastOf(timeline, fitAt), task),
      )
      const past = memo.pastOf(timeline, origin)
      const updated = fitAt === origin ? state : model.update(state, past)
      return medianRow(model.predict(updated, past, futureAt(timeline, origin, steps)))
    }),
  )
  return { model, origins, medians }
}

/** The last day at or before `origin`, at its local time, that begins a week of the calendar and has enough history. */
function refitOrigin({ calendar }: Timeline, origin: number, earliest: number, perDay: number): number {
  let days = ((calendar.day[origin] % REFIT_EVERY_DAYS) + REFIT_EVERY_DAYS) % REFIT_EVERY_DAYS
  while (days > 0 && sameTimeBefore(calendar.offset, origin, days, perDay) < earliest) days -= 1
  return days > 0 ? sameTimeBefore(calendar.offset, origin, days, perDay) : origin
}

/** The row of level 0.5. @throws RangeError when there is none */
export function medianRow({ levels, values }: Quantiles): Float64Array {
  const row = levels.indexOf(0.5)
  if (row < 0) throw new RangeError('a model must forecast level 0.5')
  const steps = values.length / levels.length
  return values.slice(row * steps, (row + 1) * steps)
}

import { futureAt, pastAt, type Timeline } from './columns.ts'
import { sameTimeBefore } from './local-lag.ts'
import type { ForecastTask, Model, Quantiles } from './model.ts'

/** Eight weeks: every day type several times, and 56 errors per lead for the bands. */
const MOST_ORIGINS = 56
/** Parameters rest for a week between refits; lags and errors take in each day. */
const REFIT_EVERY_ORIGINS = 7

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

/** Replays a model: fitted weekly, updated daily, always on copies that end at the origin. */
export function rollOrigins(
  model: Model<unknown>,
  timeline: Timeline,
  origins: readonly number[],
  steps: number,
  task: ForecastTask,
): Trial {
  let state: unknown
  const medians = origins.map((origin, i) => {
    const past = pastAt(timeline, origin)
    state = i % REFIT_EVERY_ORIGINS === 0 ? model.fit(past, task) : model.update(state, past)
    return medianRow(model.predict(state, past, futureAt(timeline, origin, steps)))
  })
  return { model, origins, medians }
}

/** The row of level 0.5. @throws RangeError when there is none */
export function medianRow({ levels, values }: Quantiles): Float64Array {
  const row = levels.indexOf(0.5)
  if (row < 0) throw new RangeError('a model must forecast level 0.5')
  const steps = values.length / levels.length
  return values.slice(row * steps, (row + 1) * steps)
}

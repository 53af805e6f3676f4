import { Failure } from '@omarino/energy'
import { type Chosen, chooseModel } from './choose.ts'
import { futureAt, type Timeline, timelineOf } from './columns.ts'
import { conformalBands } from './conformal.ts'
import { levelRow, metricsOf, selectLevels } from './evaluate-trial.ts'
import { finishQuantiles } from './finish-quantiles.ts'
import { assertEnoughHistory, historyFlags, knownPast } from './history.ts'
import { DAY_MS, type Forecast, type ForecastTask, type Future, type Past, stepsPerDay } from './model.ts'
import { type ReplayMemo, replayMemo } from './replay-memo.ts'
import { medianRow } from './rolling-origin.ts'
import { seasonalScale } from './scores.ts'

/** Always computed beside the asked levels: the point, and the band that `coverage80` judges. */
const OWN_LEVELS = [0.1, 0.5, 0.9]
const MOST_LEVELS = 99

/**
 * Forecasts one series: chooses a model by rolling origins inside the past, fits it to all of it, and adds conformal
 * bands from its out-of-sample errors. Deterministic: the same input gives the same bytes.
 * @param past   to the origin; NaN is missing
 * @param future the horizon, at least one step
 * @returns quantiles that are finite, ordered, inside the bounds, and 0 where the series is always 0; the point is the median
 * @throws Failure `NO_HISTORY`, `TOO_LITTLE_HISTORY`, or `…_INVALID` for a task that makes no sense
 * @throws RangeError when columns differ in length
 */
export function forecast(past: Past, future: Future, task: ForecastTask): Forecast {
  assertTask(task, future.steps)
  const timeline = timelineOf(knownPast(past), future)
  const prepared = prepareForecast(timeline, future.steps, task)
  return {
    levels: task.levels,
    model: prepared.chosen.model.name,
    ...issueQuantiles(prepared, timeline, future.steps, task),
    ...reasonsFor(prepared, timeline, task),
  }
}

/** A chosen and fitted model with the errors that its bands rest on. */
export interface Prepared {
  readonly chosen: Chosen
  readonly state: unknown
}

/**
 * Chooses and fits on a timeline whose values end at the issue and begin with the first known one.
 * @param memo replayed origins of an earlier issue of the same series
 */
export function prepareForecast(timeline: Timeline, steps: number, task: ForecastTask, memo?: ReplayMemo): Prepared {
  const issue = timeline.values.length
  assertEnoughHistory(timeline, issue, task)
  const chosen = chooseModel(timeline, issue, steps, computedLevels(task), task, memo)
  return { chosen, state: chosen.model.fit((memo ?? replayMemo()).pastOf(timeline, issue), task) }
}

/** Levels that every forecast computes: the asked ones and its own, rising. */
const computedLevels = (task: ForecastTask): number[] =>
  [...new Set([...task.levels, ...OWN_LEVELS])].sort((a, b) => a - b)

/** A horizon's numbers without the reasons for them. */
export interface IssuedQuantiles {
  readonly point: Float64Array // the median; shape [steps]
  readonly quantiles: Float64Array // of the asked levels, row-major [levels × steps]
}

/** Predicts at the end of the timeline's values with what is prepared. */
export function issueQuantiles(
  { chosen, state }: Prepared,
  timeline: Timeline,
  steps: number,
  task: ForecastTask,
  memo: ReplayMemo = replayMemo(),
): IssuedQuantiles {
  const issue = timeline.values.length
  const levels = computedLevels(task)
  const median = medianRow(chosen.model.predict(state, memo.pastOf(timeline, issue), futureAt(timeline, issue, steps)))
  const bands = conformalBands(chosen.errors, issue, levels, task.stepMs)
  const quantiles = finishQuantiles(median, bands, levels, timeline, issue, task)
  return {
    point: levelRow(quantiles, levels, 0.5).slice(),
    quantiles: selectLevels(quantiles, levels, task.levels),
  }
}

/** What a reader is told beside the numbers. */
function reasonsFor(
  { chosen }: Prepared,
  { values, calendar }: Timeline,
  task: ForecastTask,
): Pick<Forecast, 'choice' | 'metrics' | 'flags'> {
  const scale = seasonalScale(values, calendar.offset, 1, stepsPerDay(task.stepMs))
  return {
    choice: chosen.choice,
    metrics: metricsOf(chosen.scored, chosen.reference, computedLevels(task), task.levels, scale),
    flags: historyFlags(values, chosen.errors.error.length, task),
  }
}

/** @throws Failure naming the field that makes no sense */
export function assertTask({ stepMs, levels, capacity, nonNegative }: ForecastTask, steps: number): void {
  const refuse = (code: string, sentence: string, pointer: string): never => {
    throw new Failure('invalid', code, sentence, pointer)
  }
  if (!(stepMs > 0 && Number.isInteger(DAY_MS / stepMs))) {
    refuse('STEP_INVALID', `a step of ${stepMs} ms does not divide a day`, '/stepMs')
  }
  if (!(Number.isInteger(steps) && steps > 0)) refuse('HORIZON_INVALID', `the horizon has ${steps} steps`, '/horizon')
  const rising = levels.every((level, i) => level > (i > 0 ? levels[i - 1] : 0) && level < 1)
  if (!(rising && levels.length > 0 && levels.length <= MOST_LEVELS)) {
    refuse(
      'LEVELS_INVALID',
      `levels must rise inside (0, 1), at most ${MOST_LEVELS}: got ${levels.join(', ')}`,
      '/levels',
    )
  }
  if (capacity !== null && !(Number.isFinite(capacity) && (capacity > 0 || !nonNegative))) {
    refuse('CAPACITY_INVALID', `a capacity of ${capacity} leaves no room`, '/capacity')
  }
}

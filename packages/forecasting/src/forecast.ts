import { Failure } from '@omarino/energy'
import { adaptiveLevels } from './adaptive-levels.ts'
import { type Chosen, chosenModel, chooseModel } from './choose.ts'
import { futureAt, type Timeline, timelineOf } from './columns.ts'
import { conformalBands } from './conformal.ts'
import { type ErrorTable, errorTable } from './error-table.ts'
import { levelRow, metricsOf, selectLevels } from './evaluate-trial.ts'
import { explainForecast } from './explain-forecast.ts'
import { finishQuantiles } from './finish-quantiles.ts'
import { assertEnoughHistory, historyFlags, knownPast } from './history.ts'
import { sameTimeBefore } from './local-lag.ts'
import {
  type BacktestMetrics, type Choice, DAY_MS, type Explanation, type Forecast, type ForecastTask, type Future, type Model, type Past, stepsPerDay,
} from './model.ts' // prettier-ignore
import { type ReplayMemo, replayMemo } from './replay-memo.ts'
import { MOST_ORIGINS, originSpacing, type Trial } from './rolling-origin.ts'
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
  return forecastFrom(prepareForecast(timeline, future.steps, task), timeline, future.steps, task)
}

/** A fitted forecaster: a choice, the state of what was chosen, and the errors that its bands rest on. Plain data. */
export interface Prepared {
  readonly choice: Choice
  readonly metrics: BacktestMetrics
  readonly state: unknown
  readonly trial: Trial
  readonly errors: ErrorTable
}

/**
 * Chooses and fits on a timeline whose values end at the issue and begin with the first known one.
 * @param memo replayed origins of an earlier issue of the same series
 * @throws Failure as `forecast`
 */
export function prepareForecast(timeline: Timeline, steps: number, task: ForecastTask, memo?: ReplayMemo): Prepared {
  const issue = timeline.values.length
  assertEnoughHistory(timeline, issue, task)
  const chosen = chooseModel(timeline, issue, steps, computedLevels(task), task, memo)
  return {
    choice: chosen.choice,
    metrics: metricsFor(chosen, timeline, task),
    state: chosenModel(chosen.choice).fit((memo ?? replayMemo()).pastOf(timeline, issue), task),
    trial: chosen.trial,
    errors: chosen.errors,
  }
}

function metricsFor(
  { scored, reference }: Chosen,
  { values, calendar }: Timeline,
  task: ForecastTask,
): BacktestMetrics {
  const scale = seasonalScale(values, calendar.offset, 1, stepsPerDay(task.stepMs))
  return metricsOf(scored, reference, computedLevels(task), task.levels, scale)
}

/** Parameters rest; states and the errors that bands rest on take in what became known since. */
export function carryOn(
  prepared: Prepared,
  timeline: Timeline,
  steps: number,
  task: ForecastTask,
  memo: ReplayMemo = replayMemo(),
): Prepared {
  const model = chosenModel(prepared.choice)
  const { state } = prepared
  const trial = extendTrial(prepared.trial, model, state, timeline, steps, task, memo)
  return {
    ...prepared,
    trial,
    errors: errorTable(trial, timeline, task.stepMs),
    state: model.update(state, memo.pastOf(timeline, timeline.values.length)),
  }
}

/** Goes on from the last replayed origin, as far apart as they were, to the issue. */
function extendTrial(
  trial: Trial,
  model: Model<unknown>,
  state: unknown,
  timeline: Timeline,
  steps: number,
  task: ForecastTask,
  memo: ReplayMemo,
): Trial {
  const issue = timeline.values.length
  const perDay = stepsPerDay(task.stepMs)
  const spacing = originSpacing(steps, perDay)
  const origins = [...trial.origins]
  const forecasts = [...trial.forecasts]
  const last = origins.at(-1) ?? issue
  for (let days = spacing; ; days += spacing) {
    const origin = sameTimeBefore(timeline.calendar.offset, last, -days, perDay)
    if (origin < 0 || origin >= issue) break
    const past = memo.pastOf(timeline, origin)
    origins.push(origin)
    forecasts.push(model.predict(model.update(state, past), past, futureAt(timeline, origin, steps)))
  }
  return { ...trial, origins: origins.slice(-MOST_ORIGINS), forecasts: forecasts.slice(-MOST_ORIGINS) }
}

/** The forecast of what is prepared, at the end of the timeline's values. */
export function forecastFrom(prepared: Prepared, timeline: Timeline, steps: number, task: ForecastTask): Forecast {
  return {
    levels: task.levels,
    model: prepared.choice.model,
    ...issueQuantiles(prepared, timeline, steps, task),
    choice: prepared.choice,
    metrics: prepared.metrics,
    flags: historyFlags(timeline.values, prepared.errors.score.length, task),
  }
}

/** Levels that every forecast computes: the asked ones and its own, rising. */
const computedLevels = (task: ForecastTask): number[] =>
  [...new Set([...task.levels, ...OWN_LEVELS])].sort((a, b) => a - b)

/** A horizon's numbers and, where the task asks, what adds up to them. */
export interface IssuedQuantiles {
  readonly point: Float64Array // the median; shape [steps]
  readonly quantiles: Float64Array // of the asked levels, row-major [levels × steps]
  readonly explanation: Explanation | null
}

/** Predicts at the end of the timeline's values with what is prepared. */
export function issueQuantiles(
  prepared: Prepared,
  timeline: Timeline,
  steps: number,
  task: ForecastTask,
  memo: ReplayMemo = replayMemo(),
): IssuedQuantiles {
  const { choice, state, errors } = prepared
  const issue = timeline.values.length
  const levels = computedLevels(task)
  const raw = chosenModel(choice).predict(state, memo.pastOf(timeline, issue), futureAt(timeline, issue, steps))
  const read = adaptiveLevels(prepared.trial, errors, timeline, levels, task).at(prepared.trial.origins.length)
  const quantiles = finishQuantiles(raw, conformalBands(errors, issue, read), levels, timeline, issue, task)
  const point = levelRow(quantiles, levels, 0.5).slice()
  return {
    point,
    quantiles: selectLevels(quantiles, levels, task.levels),
    explanation: task.explain ? explainForecast(prepared, timeline, point, memo) : null,
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

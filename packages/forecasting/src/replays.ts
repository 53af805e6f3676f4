import type { Timeline } from './columns.ts'
import { scoreTrial } from './evaluate-trial.ts'
import type { Prepared } from './forecast.ts'
import { type ForecastTask, stepsPerDay } from './model.ts'

/** Earlier origins show how a model begins, with errors many times as large as later: they would outweigh all others. */
const LEAST_HISTORY_DAYS = 21

/** Forecasts of one series as they would have been issued at past origins, and what then was; origins one after the other. */
export interface Replays {
  readonly steps: number // of each origin
  readonly originMs: Float64Array // rising; shape [origins]
  readonly point: Float64Array // NaN beyond what was replayed; shape [origins × steps]
  readonly actual: Float64Array // NaN where unknown; shape [origins × steps]
}

/**
 * The replayed origins of a prepared forecaster, each with the median that it would have issued: none saw what it
 * forecasts. Those with less than three weeks of history are left out.
 * @param steps   of each origin that are told
 * @param issueMs at which the timeline's values end
 */
export function replaysOf(
  { trial, errors }: Pick<Prepared, 'trial' | 'errors'>,
  timeline: Timeline,
  steps: number,
  task: ForecastTask,
  issueMs: number,
): Replays {
  const issue = timeline.values.length
  const first = trial.origins.findIndex((origin) => origin >= LEAST_HISTORY_DAYS * stepsPerDay(task.stepMs))
  const from = first < 0 ? trial.origins.length : first
  const { actual, quantiles } = scoreTrial(trial, errors, from, [0.5], timeline, issue, task)
  const origins = trial.origins.slice(from)
  const replays = {
    steps,
    originMs: Float64Array.from(origins, (origin) => issueMs - (issue - origin) * task.stepMs),
    point: new Float64Array(origins.length * steps).fill(NaN),
    actual: new Float64Array(origins.length * steps).fill(NaN),
  }
  let at = 0
  for (const [i, { levels, values }] of trial.forecasts.slice(from).entries()) {
    const length = values.length / levels.length
    const told = Math.min(length, steps)
    replays.point.set(quantiles.subarray(at, at + told), i * steps)
    replays.actual.set(actual.subarray(at, at + told), i * steps)
    at += length
  }
  return replays
}

/** Replays of several series at the origins that all have, a row per series. */
export interface AlignedReplays {
  readonly steps: number // of each origin
  readonly origins: number
  readonly point: Float64Array // shape [series × origins × steps], row-major
  readonly actual: Float64Array // shape [series × origins × steps], row-major
}

/** Lays replays of series with the same steps side by side. */
export function alignReplays(replays: readonly Replays[]): AlignedReplays {
  const steps = Math.min(...replays.map((one) => one.steps))
  const places = replays.map(({ originMs }) => new Map([...originMs].map((ms, i) => [ms, i])))
  const common = [...(places[0]?.keys() ?? [])].filter((ms) => places.every((place) => place.has(ms)))
  const row = common.length * steps
  const aligned = { steps, origins: common.length, point: new Float64Array(replays.length * row), actual: new Float64Array(replays.length * row) } // prettier-ignore
  for (const [node, one] of replays.entries()) {
    for (const [i, ms] of common.entries()) {
      const from = (places[node].get(ms) as number) * one.steps
      aligned.point.set(one.point.subarray(from, from + steps), node * row + i * steps)
      aligned.actual.set(one.actual.subarray(from, from + steps), node * row + i * steps)
    }
  }
  return aligned
}

/** Errors, actual − point, of all series at the origins `[from, to)` of the aligned ones; shape [series × (to − from) · steps]. */
export function alignedErrors({ steps, origins, point, actual }: AlignedReplays, from = 0, to = origins): Float64Array {
  const series = point.length / (origins * steps || 1)
  const width = (to - from) * steps
  const errors = new Float64Array(series * width)
  for (let node = 0; node < series; node += 1) {
    const start = (node * origins + from) * steps
    for (let i = 0; i < width; i += 1) errors[node * width + i] = actual[start + i] - point[start + i]
  }
  return errors
}

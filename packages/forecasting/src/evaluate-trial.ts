import type { Timeline } from './columns.ts'
import type { AdaptiveLevels } from './adaptive-levels.ts'
import { conformalBands } from './conformal.ts'
import type { ErrorTable } from './error-table.ts'
import { finishQuantiles } from './finish-quantiles.ts'
import type { BacktestMetrics, ForecastTask } from './model.ts'
import { crps, meanPinball } from './pinball.ts'
import type { Trial } from './rolling-origin.ts'
import { coverage, mae, mase, rmse, skill } from './scores.ts'

/** Forecasts of a trial's scored origins as they would have been issued, end to end with their actual values. */
export interface Scored {
  readonly origins: number
  readonly actual: Float64Array // NaN where unknown; shape [T]
  readonly quantiles: Float64Array // row-major, shape [levels × T]
}

/**
 * Replays the bands too: each origin's come from the errors known before it.
 * @param from  first scored origin, an index of `trial.origins`
 * @param issue step at which the known past ends
 * @param adapted levels to read the bands at; without it those asked for, which is what candidates are compared by
 */
export function scoreTrial(
  trial: Trial,
  errors: ErrorTable,
  from: number,
  levels: readonly number[],
  timeline: Timeline,
  issue: number,
  task: ForecastTask,
  adapted?: AdaptiveLevels,
): Scored {
  const blocks = trial.origins.slice(from).map((origin, i) => {
    const raw = trial.forecasts[from + i]
    const bands = conformalBands(errors, origin, adapted?.at(from + i) ?? levels)
    const quantiles = finishQuantiles(raw, bands, levels, timeline, origin, task)
    const steps = raw.values.length / raw.levels.length
    const actual = Float64Array.from({ length: steps }, (_, k) =>
      origin + k < issue ? timeline.values[origin + k] : NaN,
    )
    return { actual, quantiles, steps }
  })
  const total = blocks.reduce((sum, { steps }) => sum + steps, 0)
  const actual = new Float64Array(total)
  const quantiles = new Float64Array(levels.length * total)
  let at = 0
  for (const block of blocks) {
    actual.set(block.actual, at)
    for (let row = 0; row < levels.length; row += 1) {
      quantiles.set(block.quantiles.subarray(row * block.steps, (row + 1) * block.steps), row * total + at)
    }
    at += block.steps
  }
  return { origins: blocks.length, actual, quantiles }
}

/** Row of one level. @throws RangeError when `levels` lacks it */
export function levelRow(quantiles: Float64Array, levels: readonly number[], level: number): Float64Array {
  const row = levels.indexOf(level)
  if (row < 0) throw new RangeError(`level ${level} was not computed`)
  const steps = quantiles.length / levels.length
  return quantiles.subarray(row * steps, (row + 1) * steps)
}

/** Rows of the asked levels, in their order; shape [asked × T]. */
export function selectLevels(
  quantiles: Float64Array,
  levels: readonly number[],
  asked: readonly number[],
): Float64Array {
  const steps = quantiles.length / levels.length
  const selected = new Float64Array(asked.length * steps)
  for (const [i, level] of asked.entries()) selected.set(levelRow(quantiles, levels, level), i * steps)
  return selected
}

/**
 * @param scored    of the chosen model
 * @param reference of the seasonal naive, on the same origins
 * @param levels    rows of both; hold 0.1, 0.5, 0.9 and all asked ones
 * @param scale     of MASE
 */
export function metricsOf(
  scored: Scored,
  reference: Scored,
  levels: readonly number[],
  asked: readonly number[],
  scale: number,
): BacktestMetrics {
  const { actual, quantiles, origins } = scored
  const row = (level: number): Float64Array => levelRow(quantiles, levels, level)
  const askedRows = selectLevels(quantiles, levels, asked)
  return {
    origins,
    points: actual.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0),
    mae: finiteOrNull(mae(actual, row(0.5))),
    rmse: finiteOrNull(rmse(actual, row(0.5))),
    mase: finiteOrNull(mase(actual, row(0.5), scale)),
    skill: finiteOrNull(skill(actual, row(0.5), levelRow(reference.quantiles, levels, 0.5))),
    pinball: finiteOrNull(meanPinball(actual, askedRows, asked)),
    crps: finiteOrNull(crps(actual, askedRows, asked)),
    coverage80: finiteOrNull(coverage(actual, row(0.1), row(0.9))),
  }
}

export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

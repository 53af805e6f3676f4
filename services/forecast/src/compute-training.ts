import { coverage, dieboldMariano, fits, fitSeries, forecastFitted, mae } from '@omarino/forecasting'
import type { FittedSeries, Forecast, SeriesCovariates, SeriesForecastRequest } from '@omarino/forecasting'
import { DomainError } from '@omarino/energy'
import type { RegularSeries } from '@omarino/energy'
import type { ModelReason } from '@omarino/store'
import { fitWatched, newlyFitted } from './compute-forecasts.ts'
import type { NewlyFitted } from './compute-forecasts.ts'
import { unpackFitted } from './fitted-bytes.ts'
import { compared, noneServes, notCompared, tooFewDays } from './model-reasons.ts'

const DAY_MS = 86_400_000
const COMPARED_DAYS = 14
const LEAST_DAYS = 5 // fewer days tell nothing
const MOST_P = 0.1
const MOST_COVERAGE_LOSS = 0.02 // of the distance to 80 %: less is noise in 14 days
const LEVELS = [0.1, 0.5, 0.9]

export interface TrainingItem {
  readonly history: RegularSeries
  readonly covariates: SeriesCovariates
  readonly request: SeriesForecastRequest
  /** The version that serves; null when there is none. */
  readonly active: Uint8Array | null
  /** True for a power, whose meter may be wrong. */
  readonly watched?: boolean
}

/** What the comparison of a candidate with the version that serves gave; errors in the unit of the series. */
export interface Comparison {
  readonly days: number
  readonly mae: number
  readonly activeMae: number
  readonly coverage80: number
  readonly activeCoverage80: number
  readonly pValue: number
  readonly better: boolean
}

export interface TrainingReply {
  readonly fitted: NewlyFitted
  readonly scores: Pick<Forecast, 'choice' | 'metrics'>
  /** Null without a version that serves, or without the days to compare on. */
  readonly comparison: Comparison | null
  readonly reason: ModelReason
}

/**
 * Fits a model to all that is known, and asks whether training would have paid: the same training as of before the compared
 * days, against the version that serves, each forecasting those days as they came. A version is never judged on days that it
 * was trained on.
 */
export function computeTraining({
  history,
  covariates,
  request,
  active,
  watched = false,
}: TrainingItem): TrainingReply {
  const kept = fitWatched(history, request, covariates, watched)
  const { choice, metrics } = kept.fitted.prepared
  const serving = active ? unpackFitted(active) : undefined
  const { comparison, reason } = serving ? compare(history, covariates, request, serving.fitted) : { comparison: null, reason: noneServes } // prettier-ignore
  return { fitted: newlyFitted(kept), scores: { choice, metrics }, comparison, reason }
}

function compare(
  history: RegularSeries,
  covariates: SeriesCovariates,
  request: SeriesForecastRequest,
  serving: FittedSeries,
) {
  const none = (reason: ModelReason) => ({ comparison: null, reason })
  const { issueMs } = request
  const origins = Array.from({ length: COMPARED_DAYS }, (_, i) => issueMs - (COMPARED_DAYS - i) * DAY_MS)
  const fair = origins.filter(
    (origin) => origin >= serving.trainedToMs && fits(serving, history, { ...request, issueMs: origin }),
  )
  if (fair.length < LEAST_DAYS) return none(tooFewDays(fair.length, LEAST_DAYS))
  try {
    const trial = fitSeries(history, { ...request, issueMs: fair[0] }, covariates)
    const replay = (model: FittedSeries) => replayDays(model, history, covariates, request, fair)
    const comparison = judge(replay(trial), replay(serving), fair.length)
    return { comparison, reason: compared(comparison) }
  } catch (error) {
    if (error instanceof DomainError) return none(notCompared(error.message))
    throw error
  }
}

interface Replay {
  readonly actual: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
}

/** Forecasts a day ahead from each origin, end to end. */
function replayDays(
  model: FittedSeries,
  history: RegularSeries,
  covariates: SeriesCovariates,
  request: SeriesForecastRequest,
  origins: readonly number[],
): Replay {
  const perDay = DAY_MS / history.stepMs
  const replay = { actual: new Float64Array(origins.length * perDay), p10: new Float64Array(origins.length * perDay), p50: new Float64Array(origins.length * perDay), p90: new Float64Array(origins.length * perDay) } // prettier-ignore
  for (const [i, issueMs] of origins.entries()) {
    const forecast = forecastFitted(
      model,
      history,
      { ...request, issueMs, horizonSteps: perDay, levels: LEVELS },
      covariates,
    )
    const first = (issueMs - history.startMs) / history.stepMs
    const actual = new Float64Array(perDay).fill(NaN)
    actual.set(history.values.subarray(first, first + perDay))
    replay.actual.set(actual, i * perDay)
    for (const [row, name] of (['p10', 'p50', 'p90'] as const).entries())
      replay[name].set(forecast.quantiles.subarray(row * perDay, (row + 1) * perDay), i * perDay)
  }
  return replay
}

/** Better when the errors are smaller beyond chance and the band covers no worse. */
function judge(candidate: Replay, serving: Replay, days: number): Comparison {
  const loss = ({ actual, p50 }: Replay): Float64Array => actual.map((value, i) => Math.abs(value - p50[i]))
  const { pValue, meanDifference } = dieboldMariano(loss(candidate), loss(serving), candidate.actual.length / days - 1)
  const covered = ({ actual, p10, p90 }: Replay): number => coverage(actual, p10, p90)
  const [own, other] = [covered(candidate), covered(serving)]
  const coversNoWorse = Math.abs(own - 0.8) <= Math.abs(other - 0.8) + MOST_COVERAGE_LOSS
  const better = meanDifference < 0 && pValue < MOST_P && coversNoWorse
  const [error, before] = [mae(candidate.actual, candidate.p50), mae(serving.actual, serving.p50)]
  return { days, mae: error, activeMae: before, coverage80: own, activeCoverage80: other, pValue, better }
}

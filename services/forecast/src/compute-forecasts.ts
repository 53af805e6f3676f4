import { DomainError } from '@omarino/energy'
import type { FailureKind, RegularSeries } from '@omarino/energy'
import { findAnomalies, fits, fitSeries, forecastFitted, replayFitted, similarDaysOf } from '@omarino/forecasting'
import type { Anomaly, Forecast, Replays, SeriesCovariates, SeriesForecastRequest } from '@omarino/forecasting'
import { packFitted, unpackFitted } from './fitted-bytes.ts'
import type { Kept } from './fitted-bytes.ts'

export interface ForecastItem {
  readonly history: RegularSeries
  readonly covariates: SeriesCovariates
  readonly request: SeriesForecastRequest
  /** A version fitted before; null: to be fitted. */
  readonly state: Uint8Array | null
  /** True: with what the model said at past issues. */
  readonly replays?: boolean
  /** True for a power, whose meter may be wrong; spikes of prices are real. */
  readonly watched: boolean
}
export type ForecastChunk = readonly ForecastItem[]

/** A model that was fitted on the way. */
export interface NewlyFitted {
  readonly name: string
  readonly state: Uint8Array
  readonly trainedFromMs: number
  readonly trainedToMs: number
  readonly members: readonly { readonly model: string; readonly weight: number }[]
}
export type ForecastReply =
  | {
      readonly forecast: Forecast
      readonly fitted: NewlyFitted | null
      readonly anomalies: readonly Anomaly[]
      readonly replays: Replays | null
      /** Null unless reasons are asked for. */
      readonly similarDays: readonly { readonly date: string; readonly distance: number }[] | null
    }
  | { readonly fault: { readonly kind: FailureKind; readonly code: string; readonly message: string } }

/** Forecasts of a chunk of series, each on its own: the fault of one is its reply. */
export const computeChunk = (chunk: ForecastChunk): ForecastReply[] => chunk.map(computeOne)

function computeOne({ history, covariates, request, state, replays, watched }: ForecastItem): ForecastReply {
  try {
    const known = state ? unpackFitted(state) : undefined
    const usable = known && fits(known.fitted, history, request) ? known : undefined // else it is fitted anew
    const kept = usable ?? fitWatched(history, request, covariates, watched)
    // The same way whether it was fitted now or before: so are the bytes.
    const forecast = forecastFitted(kept.fitted, history, request, covariates)
    return {
      forecast,
      similarDays: request.explain ? similarDaysOf(history, request, covariates, forecast.point) : null,
      fitted: usable ? null : newlyFitted(kept),
      anomalies: kept.anomalies,
      replays: replays ? replayFitted(kept.fitted, history, request, covariates) : null,
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { fault: { kind: error.kind, code: error.code, message: error.message } }
  }
}

/** Fits a model and looks for what is odd in what it was fitted on; the model sees the values as they are. */
export const fitWatched = (
  history: RegularSeries,
  request: SeriesForecastRequest,
  covariates: SeriesCovariates,
  watched: boolean,
): Kept => ({
  fitted: fitSeries(history, request, covariates),
  anomalies: watched ? findAnomalies(history, request.zone) : [],
})

export const newlyFitted = ({ fitted, anomalies }: Kept): NewlyFitted => ({
  name: fitted.model,
  state: packFitted(fitted, anomalies),
  trainedFromMs: fitted.startMs,
  trainedToMs: fitted.trainedToMs,
  members: fitted.prepared.choice.members,
})

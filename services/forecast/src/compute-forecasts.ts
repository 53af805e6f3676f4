import { DomainError } from '@omarino/energy'
import type { FailureKind, RegularSeries } from '@omarino/energy'
import { fits, fitSeries, forecastFitted, replayFitted } from '@omarino/forecasting'
import type { Forecast, Replays, SeriesCovariates, SeriesForecastRequest } from '@omarino/forecasting'
import { packFitted, unpackFitted } from './fitted-bytes.ts'

export interface ForecastItem {
  readonly history: RegularSeries
  readonly covariates: SeriesCovariates
  readonly request: SeriesForecastRequest
  /** A version fitted before; null: to be fitted. */
  readonly state: Uint8Array | null
  /** True: with what the model said at past issues. */
  readonly replays?: boolean
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
  | { readonly forecast: Forecast; readonly fitted: NewlyFitted | null; readonly replays: Replays | null }
  | { readonly fault: { readonly kind: FailureKind; readonly code: string; readonly message: string } }

/** Forecasts of a chunk of series, each on its own: the fault of one is its reply. */
export const computeChunk = (chunk: ForecastChunk): ForecastReply[] => chunk.map(computeOne)

function computeOne({ history, covariates, request, state, replays }: ForecastItem): ForecastReply {
  try {
    const known = state ? unpackFitted(state) : undefined
    const usable = known && fits(known, history, request) ? known : undefined // else it is fitted anew
    const fitted = usable ?? fitSeries(history, request, covariates)
    // The same way whether it was fitted now or before: so are the bytes.
    const forecast = forecastFitted(fitted, history, request, covariates)
    return {
      forecast,
      fitted: usable ? null : newlyFitted(fitted),
      replays: replays ? replayFitted(fitted, history, request, covariates) : null,
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { fault: { kind: error.kind, code: error.code, message: error.message } }
  }
}

export const newlyFitted = (fitted: ReturnType<typeof fitSeries>): NewlyFitted => ({
  name: fitted.model,
  state: packFitted(fitted),
  trainedFromMs: fitted.startMs,
  trainedToMs: fitted.trainedToMs,
  members: fitted.prepared.choice.members,
})

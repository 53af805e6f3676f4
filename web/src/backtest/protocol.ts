// What the form of a backtest says, as the body of a request.
import type { NewBacktest } from '@omarino/contracts'
import { parseDecimal } from '@omarino/energy'

export interface BacktestFields {
  readonly series: string
  /** Local time of the series' zone, such as `2026-03-01T00:00`. */
  readonly first: string
  readonly every: string
  readonly count: string
  readonly horizonHours: string
  readonly model: string
  readonly refit: string
  readonly nonNegative: boolean
}
export interface Measured {
  readonly key: string
  readonly stepSeconds: number | null
  readonly zone: string
}
export type BacktestFault = 'series' | 'step' | 'first' | 'count' | 'horizon' | 'model'
export const EVERY = ['PT1H', 'PT6H', 'PT12H', 'P1D', 'P1W'] as const
export const HORIZON_HOURS = [6, 12, 24, 36, 48, 168] as const
export const REFITS = ['never', 'P1M', 'P7D', 'origin'] as const
const MOST_ORIGINS = 100_000

/** A step as an ISO 8601 duration of one unit; undefined when no whole number of minutes says it. */
export function stepText(seconds: number): string | undefined {
  if (seconds === 86_400) return 'P1D'
  if (seconds % 3600 === 0) return `PT${seconds / 3600}H`
  return seconds % 60 === 0 && seconds > 0 ? `PT${seconds / 60}M` : undefined
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
const wholeOf = (text: string): number | undefined => {
  const value = parseDecimal(text.trim())
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined
}

/** The body, or what is wrong with the first field that is. */
export function backtestBody(
  fields: BacktestFields,
  measured: Measured | undefined,
  country: string | null,
): { readonly body: NewBacktest } | { readonly fault: BacktestFault } {
  if (!measured) return { fault: 'series' }
  const step = measured.stepSeconds === null ? undefined : stepText(measured.stepSeconds)
  if (step === undefined || measured.stepSeconds === null) return { fault: 'step' }
  if (!LOCAL.test(fields.first)) return { fault: 'first' }
  const count = wholeOf(fields.count)
  if (count === undefined || count < 1 || count > MOST_ORIGINS) return { fault: 'count' }
  const horizon = ((wholeOf(fields.horizonHours) ?? 0) * 3600) / measured.stepSeconds
  if (!Number.isInteger(horizon) || horizon < 1) return { fault: 'horizon' }
  if (fields.model.trim() === '') return { fault: 'model' }
  const protocol = {
    step, horizon, origins: { first: fields.first, every: fields.every, count }, quantiles: [0.1, 0.5, 0.9], zone: measured.zone, country, dated: true,
    refit: fields.refit, history: null, covariates: { known: [], observed: [] }, capacity: null, nonNegative: fields.nonNegative, location: null,
    model: fields.model.trim(), seed: 1, stamps: 'start',
  } as const // prettier-ignore
  return { body: { series: [measured.key], protocol: { ...protocol, quantiles: [...protocol.quantiles] , covariates: { known: [], observed: [] } }, columns: {} } } // prettier-ignore
}

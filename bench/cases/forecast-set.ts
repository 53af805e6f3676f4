import type { BenchResult } from '../bench-case.ts'
import type { ForecastRun } from './forecast-run.ts'

/** A data set: its files, its protocol, what a quick run asks less of, and its figures. */
export interface ForecastSet {
  readonly name: string // of its protocol
  readonly files: readonly string[]
  readonly csv: (quick: boolean) => string
  /** Fields of the protocol that a quick run replaces. */
  readonly quick: (protocol: { readonly origins: object }) => object
  readonly isPv?: (id: string) => boolean
  readonly figures: (run: ForecastRun) => BenchResult[]
}

/** The first `count` of the protocol's origins. */
export const fewer =
  (count: number): ForecastSet['quick'] =>
  ({ origins }) => ({ origins: { ...origins, count } })

/** All that the protocol asks, also in a quick run. */
export const whole: ForecastSet['quick'] = () => ({})

// What a plan must know of a type of stored asset: its series, what is asked as the plan begins, and how the engine is asked.
import type { StepGrid } from '../plan/onto-steps.ts'
import type { Need } from './series-needs.ts'

/**
 * What a series is read for: `forecast` is planned on, `profile` and `price` have a value for each step, `state` one as the plan
 * begins, `peak` the month and `drawn` the window so far; `none` is only named.
 */
export type Use = 'forecast' | 'profile' | 'price' | 'state' | 'peak' | 'drawn' | 'none'
export type SeriesField = readonly [need: Need, use: Use]
export interface SeriesUse {
  /** Place in the configuration, such as `/socSeries`. */
  readonly pointer: string
  readonly key: string
  readonly need: Need
  readonly use: Use
}

/** What is to be known as the plan begins: measured within the hour, else configured. */
export interface StateQuestion {
  /** In the words of the plan's inputs, such as `start SoC`; also the key of the answer. */
  readonly name: string
  readonly words: string
  readonly need: Need
  readonly series: string | undefined
  readonly configured: number | undefined
  readonly configuredAs: string
  readonly limits: readonly [min: number, max: number]
  readonly code: string
}
/** What a month has seen of a demand charge, and what is drawn in the interval that runs as the plan begins. */
export interface RealisedPeak {
  readonly realisedKw: number
  readonly intervalEnergyKwh: number
}
/** What a load that can wait has done in the window that has begun. */
export interface Drawn {
  readonly energyKwh: number
  /** Start of the first step with at least half of its mean power, Unix milliseconds; undefined where there is none. */
  readonly begunMs: number | undefined
}
export interface Clock {
  readonly grid: StepGrid
  readonly zone: string
}
/** What a plan knows beside the configuration. */
export interface AssetFacts extends Clock {
  /** All-in, per kWh, over the horizon. */
  readonly medianImportPrice: number
  /** Names of the import and export price in the request. */
  readonly prices: readonly [importName: string, exportName: string]
  /** Answers by the names of their questions. */
  readonly states: ReadonlyMap<string, number>
  /** By the id of the demand charge. */
  readonly peaks: ReadonlyMap<string, RealisedPeak>
  /** Undefined where no window has begun, or it is not measured. */
  readonly drawn: Drawn | undefined
}
export interface Told {
  readonly name: string
  readonly detail: string
}
export interface StoredKind<C> {
  /** Fields that are, or may hold, a series. */
  readonly fields: Readonly<Record<string, SeriesField>>
  /** Series that stand deeper in the configuration. */
  readonly nested?: (config: C) => readonly SeriesUse[]
  readonly states?: (config: C, clock: Clock) => readonly StateQuestion[]
  /** The engine's assets; `plain` is the configuration with the names of its profiles and without other series. */
  readonly requests?: (plain: Plain, config: C, facts: AssetFacts) => readonly object[]
  /** What the plan's inputs should say. */
  readonly tells?: (config: C, facts: AssetFacts) => readonly Told[]
  /** What neither its schema nor the engine can see. @throws Failure 'invalid' at `/config/…` */
  readonly check?: (config: C) => void
}
export type Plain = Readonly<Record<string, unknown>> & { readonly id: string }

import type { Settlement } from '@omarino/contracts'

/** Power of one asset over the plan, kW. Positive: into the site; a load positive as consumption. */
export interface PowerLane {
  readonly assetId: string
  readonly type: 'grid' | 'pv' | 'wind' | 'battery' | 'generator' | 'load'
  readonly powerKw: readonly number[]
}

/** State of charge of one battery at the end of each step, and its limits; shares 0..1. */
export interface SocLane {
  readonly assetId: string
  readonly soc: readonly number[]
  readonly socMin: number
  readonly socMax: number
}

/** How the forecast of a series held on the day before the plan. */
export interface DayAccuracy {
  readonly series: string
  readonly unit: string
  readonly date: string
  /** Null when no forecast was made before that day; then `reason` says so. */
  readonly model: string | null
  readonly mae: number | null
  /** 1 − MAE ÷ MAE of the same day a week earlier. */
  readonly skill: number | null
  readonly coverage80: number | null
  readonly reason: string | null
}

/** Everything that a report shows; nothing in it is computed from the clock. */
export interface ReportData {
  readonly title: string
  readonly siteName: string
  readonly zone: string
  readonly currency: string
  readonly source: string | null
  readonly planId: string
  readonly issueMs: number
  readonly startMs: number
  readonly stepEndsMs: readonly number[]
  readonly status: string
  readonly objective: number
  readonly bound: number | null
  readonly relativeGap: number | null
  readonly costDoingNothing: number | null
  readonly settlement: Settlement | null
  readonly costs: readonly { readonly line: string; readonly assetId: string | null; readonly amount: number }[]
  readonly power: readonly PowerLane[]
  readonly soc: readonly SocLane[]
  readonly importPricePerKwh: readonly number[]
  readonly exportPricePerKwh: readonly number[]
  readonly explanations: readonly string[]
  readonly relaxations: readonly string[]
  readonly inputs: readonly { readonly name: string; readonly detail: string }[]
  readonly accuracy: readonly DayAccuracy[]
}

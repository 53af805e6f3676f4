import { addDays, Failure, localDate, startOfDate } from '@omarino/energy'
import type { TimeRange } from '@omarino/energy'
import { gapsOf } from './onto-steps.ts'
import type { StepGrid } from './onto-steps.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const QUARTER_MS = 15 * MINUTE_MS
const MAX_NAMED_GAPS = 3

/** A forecast's span and step. */
export interface ForecastSpan extends TimeRange {
  readonly series: string
  readonly stepMs: number
}

/** Quarter-hours, or the finest step of a forecast that divides them and counts whole minutes. */
export function stepOf(forecasts: readonly ForecastSpan[]): number {
  const finer = forecasts
    .map(({ stepMs }) => stepMs)
    .filter((stepMs) => QUARTER_MS % stepMs === 0 && stepMs % MINUTE_MS === 0)
  return Math.min(QUARTER_MS, ...finer)
}

/**
 * The longest horizon that forecasts allow: from the first whole step that is not before the issue time and that every
 * forecast covers, for at most `maxHours`, to where the first forecast ends.
 * @throws Failure 'invalid' `FORECAST_MISSING` when a forecast begins more than one of its steps late, or covers nothing
 */
export function widestHorizon(issueMs: number, maxHours: number, forecasts: readonly ForecastSpan[]): StepGrid {
  const stepMs = stepOf(forecasts)
  const late = forecasts.find((one) => one.fromMs > issueMs + Math.max(one.stepMs, stepMs))
  if (late) throw missing(`the forecast of ${late.series} begins at ${iso(late.fromMs)}, after the plan`)
  const startMs = Math.ceil(Math.max(issueMs, ...forecasts.map(({ fromMs }) => fromMs)) / stepMs) * stepMs
  const endMs = Math.min(startMs + maxHours * HOUR_MS, ...forecasts.map(({ toMs }) => toMs))
  const steps = Math.floor((endMs - startMs) / stepMs)
  const short = forecasts.find(({ toMs }) => toMs < startMs + stepMs)
  if (short) throw missing(`the forecast of ${short.series} ends at ${iso(short.toMs)}, before the plan begins`)
  return { startMs, stepMs, steps }
}

const missing = (text: string): Failure => new Failure('invalid', 'FORECAST_MISSING', text)
const iso = (ms: number): string => new Date(ms).toISOString()

export interface KnownColumn {
  readonly series: string
  /** Shape [steps]; NaN where nothing is known. */
  readonly values: Float64Array
}

/**
 * Cuts a horizon at the end of the last local day whose prices are known, day by day; a day cut short by the horizon
 * itself counts as far as it reaches.
 * @returns the number of steps that are left
 * @throws Failure 'invalid' `PLAN_WITHOUT_PRICES` with the instants that lack a price when the first day has a gap
 */
export const pricedSteps = (grid: StepGrid, zone: string, prices: readonly KnownColumn[]): number =>
  knownSteps(grid, zone, prices, 'PLAN_WITHOUT_PRICES', 'prices')

/** The same for what assets need beside prices. @throws Failure 'invalid' `PROFILE_MISSING` with the instants without a value */
export const profiledSteps = (grid: StepGrid, zone: string, profiles: readonly KnownColumn[]): number =>
  knownSteps(grid, zone, profiles, 'PROFILE_MISSING', 'a value for each step')

function knownSteps(grid: StepGrid, zone: string, columns: readonly KnownColumn[], code: string, what: string): number {
  let kept = 0
  while (kept < grid.steps) {
    const day = localDate(zone, grid.startMs + kept * grid.stepMs)
    const dayEndMs = startOfDate(zone, addDays(day, 1))
    const next = Math.min(grid.steps, Math.ceil((dayEndMs - grid.startMs) / grid.stepMs))
    const known = columns.every(({ values }) => !values.subarray(kept, next).some(Number.isNaN))
    if (!known && kept === 0) throw unknownFrom({ ...grid, steps: next }, columns, code, what)
    if (!known) break
    kept = next
  }
  return kept
}

function unknownFrom(grid: StepGrid, columns: readonly KnownColumn[], code: string, what: string): Failure {
  const gaps = columns.flatMap(({ series, values }) =>
    gapsOf(values.subarray(0, grid.steps), grid).map(
      (gap) => `${series} has none from ${iso(gap.fromMs)} to ${iso(gap.toMs)}`,
    ),
  )
  const named = [...new Set(gaps)]
  const more = named.length > MAX_NAMED_GAPS ? `, and ${named.length - MAX_NAMED_GAPS} more gaps` : ''
  const span = `${iso(grid.startMs)} to ${iso(grid.startMs + grid.steps * grid.stepMs)}`
  const text = `a plan needs ${what} from ${span}: ${named.slice(0, MAX_NAMED_GAPS).join(', ')}${more}`
  return new Failure('invalid', code, text)
}

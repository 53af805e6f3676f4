import type { ConfigOf, PlanInput } from '@omarino/contracts'
import { Failure, localDate, startOfDate } from '@omarino/energy'
import { getSeries } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { factorFor } from '../assets/series-needs.ts'
import type { Clock, RealisedPeak } from '../assets/stored-kind.ts'
import type { StepGrid } from './onto-steps.ts'
import { readOnGrid } from './read-points.ts'

type Charge = NonNullable<ConfigOf<'grid'>['demandCharges']>[number]
type Input = z.infer<typeof PlanInput>
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * The highest mean import of the month's whole intervals before a plan, and what the interval that runs has drawn already.
 * Without measured points the configured peak counts, which the plan's inputs then say.
 * @throws Failure 'invalid' `PEAK_UNKNOWN` when there is neither
 */
export async function readRealisedPeak(
  db: Queryable,
  assetKey: string,
  charge: Charge,
  clock: Clock,
): Promise<{ peak: RealisedPeak; input: Input }> {
  const { id, realisedKw, powerSeries } = charge
  const input = (series: string | null, detail: string): Input => ({ name: `${assetKey} peak of ${id}`, series, forecastId: null, detail }) // prettier-ignore
  const measured = powerSeries === undefined ? undefined : await measuredPeak(db, powerSeries, charge, clock)
  if (measured && powerSeries !== undefined) return { peak: measured.peak, input: input(powerSeries, measured.detail) }
  const lack =
    powerSeries === undefined ? 'it has no power series' : `${powerSeries} has no whole interval of this month`
  if (realisedKw === undefined)
    throw new Failure('invalid', 'PEAK_UNKNOWN', `what the month has seen of the demand charge ${id} is unknown: ${lack}, and no realisedKw is configured`) // prettier-ignore
  const peak = { realisedKw, intervalEnergyKwh: 0 }
  return { peak, input: input(null, `${realisedKw} kW as configured: ${lack}`) }
}

async function measuredPeak(db: Queryable, key: string, { intervalMinutes }: Charge, { grid, zone }: Clock) {
  const series = await getSeries(db, key)
  const kw = factorFor('power', series.unit) ?? NaN
  const lengthMs = intervalMinutes * MINUTE_MS
  const monthMs = startOfDate(zone, `${localDate(zone, grid.startMs).slice(0, 7)}-01`)
  const whole = Math.floor((grid.startMs - monthMs) / lengthMs)
  const means = await importsOn(db, series, { startMs: monthMs, stepMs: lengthMs, steps: whole }, kw)
  const known = means.filter((value) => !Number.isNaN(value))
  if (whole > 0 && known.length === 0) return undefined
  const realisedKw = known.reduce((highest, value) => Math.max(highest, value), 0)
  const intervalEnergyKwh = await drawnSince(db, series, monthMs + whole * lengthMs, grid, kw)
  const detail = `${realisedKw} kW, the highest of ${known.length} of ${whole} intervals since ${new Date(monthMs).toISOString()}`
  return { peak: { realisedKw, intervalEnergyKwh }, detail }
}

type Series = Parameters<typeof readOnGrid>[1]

const importsOn = async (db: Queryable, series: Series, grid: StepGrid, kwPerUnit: number): Promise<Float64Array> =>
  grid.steps === 0
    ? new Float64Array()
    : (await readOnGrid(db, series, grid)).map((value) => Math.max(0, value * kwPerUnit))

/** kWh imported from the start of an interval to the start of the plan, as far as they are measured. */
async function drawnSince(db: Queryable, series: Series, fromMs: number, grid: StepGrid, kwPerUnit: number): Promise<number> {
  const steps = Math.round((grid.startMs - fromMs) / grid.stepMs)
  const values = await importsOn(db, series, { startMs: fromMs, stepMs: grid.stepMs, steps }, kwPerUnit)
  return values.reduce((sum, kw) => sum + (Number.isNaN(kw) ? 0 : (kw * grid.stepMs) / HOUR_MS), 0)
} // prettier-ignore

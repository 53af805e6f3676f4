import type { BatteryConfig, PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { getSeries, readPoints } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { sharePerUnit } from '../check-series.ts'

const HOUR_MS = 3_600_000
const MAX_AGE_MS = HOUR_MS

export interface StartSoc {
  readonly soc: number
  readonly input: z.infer<typeof PlanInput>
}

/**
 * The state of charge that a battery starts from: its newest good point that is at most an hour old, else what was
 * configured, which the plan's inputs then say.
 * @throws Failure 'invalid' `START_SOC_UNKNOWN` when there is neither, `START_SOC_OUT_OF_RANGE` for a point outside 0..1
 */
export async function readStartSoc(
  db: Queryable,
  assetKey: string,
  { socSeries, startSoc }: BatteryConfig,
  issueMs: number,
): Promise<StartSoc> {
  const name = `${assetKey} start SoC`
  const measured = socSeries === undefined ? undefined : await newestSoc(db, socSeries, issueMs)
  if (measured && socSeries !== undefined) {
    const detail = `${measured.soc} measured at ${new Date(measured.timeMs).toISOString()}`
    return { soc: measured.soc, input: { name, series: socSeries, forecastId: null, detail } }
  }
  const lack =
    socSeries === undefined
      ? 'it has no SoC series'
      : `${socSeries} has no good point in the hour before ${new Date(issueMs).toISOString()}`
  if (startSoc === undefined)
    throw new Failure('invalid', 'START_SOC_UNKNOWN', `the state of charge of ${assetKey} is unknown: ${lack}, and no startSoc is configured`) // prettier-ignore
  return {
    soc: startSoc,
    input: { name, series: null, forecastId: null, detail: `${startSoc} as configured: ${lack}` },
  }
}

async function newestSoc(
  db: Queryable,
  key: string,
  issueMs: number,
): Promise<{ timeMs: number; soc: number } | undefined> {
  const series = await getSeries(db, key)
  const range = { fromMs: issueMs - MAX_AGE_MS, toMs: issueMs + 1 } // a point at the issue itself counts
  const { timesMs, values, quality } = await readPoints(db, series.id, range)
  const last = values.findLastIndex((value, i) => (quality[i] & 7) === 0 && !Number.isNaN(value))
  if (last < 0) return undefined
  const soc = values[last] * (sharePerUnit(series.unit) ?? NaN)
  if (!(soc >= 0 && soc <= 1))
    throw new Failure('invalid', 'START_SOC_OUT_OF_RANGE', `${key} says ${values[last]} ${series.unit} at ${new Date(timesMs[last]).toISOString()}; a state of charge lies between 0 and 1`) // prettier-ignore
  return { timeMs: timesMs[last], soc }
}

import type { PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { getSeries, readPoints } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { factorFor } from '../assets/series-needs.ts'
import type { StateQuestion } from '../assets/stored-kind.ts'

const HOUR_MS = 3_600_000
const MAX_AGE_MS = HOUR_MS

export interface StartState {
  readonly value: number
  readonly input: z.infer<typeof PlanInput>
}

/**
 * What a plan starts from: the newest good point that is at most an hour old, else what was configured, which the plan's
 * inputs then say.
 * @throws Failure 'invalid' with the question's code when there is neither, `START_SOC_OUT_OF_RANGE` or `START_OUT_OF_RANGE`
 *   for a point outside the limits
 */
export async function readStartState(
  db: Queryable,
  assetKey: string,
  question: StateQuestion,
  issueMs: number,
): Promise<StartState> {
  const { series, configured, configuredAs, words, code } = question
  const name = `${assetKey} ${question.name}`
  const measured = series === undefined ? undefined : await newestOf(db, series, question, issueMs)
  if (measured && series !== undefined) {
    const detail = `${measured.value} measured at ${new Date(measured.timeMs).toISOString()}`
    return { value: measured.value, input: { name, series, forecastId: null, detail } }
  }
  const lack =
    series === undefined
      ? 'it has no series of it'
      : `${series} has no good point in the hour before ${new Date(issueMs).toISOString()}`
  if (configured === undefined)
    throw new Failure('invalid', code, `the ${words} of ${assetKey} is unknown: ${lack}, and no ${configuredAs} is configured`) // prettier-ignore
  return {
    value: configured,
    input: { name, series: null, forecastId: null, detail: `${configured} as configured: ${lack}` },
  }
}

async function newestOf(
  db: Queryable,
  key: string,
  { need, words, limits: [min, max] }: StateQuestion,
  issueMs: number,
): Promise<{ timeMs: number; value: number } | undefined> {
  const series = await getSeries(db, key)
  const range = { fromMs: issueMs - MAX_AGE_MS, toMs: issueMs + 1 } // a point at the issue itself counts
  const { timesMs, values, quality } = await readPoints(db, series.id, range)
  const last = values.findLastIndex((value, i) => (quality[i] & 7) === 0 && !Number.isNaN(value))
  if (last < 0) return undefined
  const value = values[last] * (factorFor(need, series.unit) ?? NaN)
  if (!(value >= min && value <= max))
    throw new Failure('invalid', need === 'soc' ? 'START_SOC_OUT_OF_RANGE' : 'START_OUT_OF_RANGE', `${key} says ${values[last]} ${series.unit} at ${new Date(timesMs[last]).toISOString()}; a ${words} lies between ${min} and ${max}`) // prettier-ignore
  return { timeMs: timesMs[last], value }
}

import type { DriftKind } from '@omarino/contracts'
import { localDate } from '@omarino/energy'
import { coverageDrift, meterChange, pageHinkley, skillDrift, standardErrors } from '@omarino/forecasting'
import type { DriftFinding } from '@omarino/forecasting'
import type { LatestForecasts } from '@omarino/store'
import type { NaiveLookup } from './naive-lookup.ts'

const DAY_MS = 86_400_000
/** Days of forecasts and actuals that are looked at. */
export const WATCHED_DAYS = 28
const COVERAGE_DAYS = 7
const LEAST_COVERAGE_DAYS = 5 // of the seven, so that a gap does not judge
const SKILL_DAYS = 3
const LEAST_SHARE_OF_DAY = 0.5
const METER_DAYS = 2
const METER_STEPS = 6
// On means of days: a move by 1.5 deviations is found after three days, chance alone takes months.
const SLACK = 0.5
const LIMIT = 3

/** An alarm with the sentence that tells of it. */
export interface Alarm {
  readonly kind: DriftKind
  readonly value: number
  readonly limit: number
  readonly message: string
}

/** What was last believed of each step before it began, with what happened; columns of one length. */
interface Watched {
  readonly days: readonly string[] // local date of each step
  readonly actual: Float64Array
  readonly p10: Float64Array
  readonly p50: Float64Array
  readonly p90: Float64Array
  readonly naive: Float64Array
}

/** Looks through the last days of a series' forecasts up to an instant. */
export function findDrift(latest: LatestForecasts, lookup: NaiveLookup, stepMs: number, zone: string, atMs: number): Alarm[] {
  const within = (days: number): Watched => watchedIn(latest, lookup, zone, { fromMs: atMs - days * DAY_MS, toMs: atMs })
  const [month, week, last] = [within(WATCHED_DAYS), within(COVERAGE_DAYS), within(METER_DAYS)]
  const perDay = DAY_MS / stepMs
  const level = pageHinkley(meansByDay(month, standardErrors(month.actual, month.p10, month.p50, month.p90), perDay), SLACK, LIMIT)
  const covers = coverageDrift(week.actual, week.p10, week.p90, LEAST_COVERAGE_DAYS * perDay)
  const skill = skillDrift(skillsByDay(within(SKILL_DAYS + 1), perDay), SKILL_DAYS)
  const meter = meterChange(last.actual, last.p10, last.p50, last.p90, METER_STEPS)
  return [
    alarm('error-level', level, ({ value }) => `actual values lie ${value > 0 ? 'above' : 'below'} their forecasts day after day (sum ${Math.abs(value).toFixed(1)} deviations, limit ${LIMIT})`),
    alarm('coverage', covers, ({ value, limit }) => `the 80 % band held ${percent(value)} of the values of ${COVERAGE_DAYS} days, ${value < limit ? 'less' : 'more'} than ${percent(limit)}`),
    alarm('skill', skill, ({ value }) => `on each of ${SKILL_DAYS} days the forecast was worse than the naive by the day (best skill ${value.toFixed(2)})`),
    alarm('meter-changed', meter, ({ value, limit }) => `${METER_STEPS} steps in a row lie ${Math.abs(value).toPrecision(3)} ${value > 0 ? 'above' : 'below'} the forecast at a level of their own, beyond the 98 % band of ${Math.abs(limit).toPrecision(3)}: look at the meter`),
  ].filter((one) => one !== null)
} // prettier-ignore

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

const alarm = (kind: DriftKind, found: DriftFinding | null, tell: (found: DriftFinding) => string): Alarm | null =>
  found && { kind, value: found.value, limit: found.limit, message: tell(found) }

function watchedIn(
  latest: LatestForecasts,
  { valueAt, naiveAt }: NaiveLookup,
  zone: string,
  range: { fromMs: number; toMs: number },
): Watched {
  const inside = [...latest.timesMs.keys()].filter(
    (i) => latest.timesMs[i] >= range.fromMs && latest.timesMs[i] < range.toMs,
  )
  const column = (of: (i: number) => number): Float64Array => Float64Array.from(inside, of)
  return {
    days: inside.map((i) => localDate(zone, latest.timesMs[i])),
    actual: column((i) => valueAt(latest.timesMs[i])),
    p10: column((i) => latest.p10[i]),
    p50: column((i) => latest.p50[i]),
    p90: column((i) => latest.p90[i]),
    naive: column((i) => naiveAt(latest.timesMs[i], latest.issueMs[i], 1)),
  }
}

/** Sums of a value per local day, oldest first, of days that hold at least half their steps. */
function sumsByDay(
  { days }: Watched,
  perDay: number,
  valueOf: (i: number) => readonly number[],
): (readonly number[])[] {
  const byDay = new Map<string, { sums: number[]; count: number }>()
  for (const [i, day] of days.entries()) {
    const values = valueOf(i)
    if (values.some(Number.isNaN)) continue
    const entry = byDay.get(day) ?? { sums: values.map(() => 0), count: 0 }
    byDay.set(day, entry)
    for (const [k, value] of values.entries()) entry.sums[k] += value
    entry.count += 1
  }
  return [...byDay.values()]
    .filter(({ count }) => count >= LEAST_SHARE_OF_DAY * perDay)
    .map(({ sums, count }) => [...sums, count])
}

const meansByDay = (watched: Watched, errors: Float64Array, perDay: number): Float64Array =>
  Float64Array.from(sumsByDay(watched, perDay, (i) => [errors[i]]), ([sum, count]) => sum / count) // prettier-ignore

function skillsByDay(watched: Watched, perDay: number): Float64Array {
  const { actual, p50, naive } = watched
  const sums = sumsByDay(watched, perDay, (i) => [Math.abs(actual[i] - p50[i]), Math.abs(actual[i] - naive[i])])
  return Float64Array.from(sums, ([error, reference]) => (reference > 0 ? 1 - error / reference : NaN))
}

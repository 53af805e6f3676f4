import type { PointsReply } from '@omarino/contracts'
import { align } from '../charts/align.ts'
import type { Column } from '../charts/align.ts'
import type { Lane } from '../charts/lanes.ts'
import { instantColumn, valueColumn } from '../instants.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import type { Issue } from './issues.ts'

/** How much of the past is drawn before the forecast, so that its start can be judged. */
export const BEFORE_MS = 24 * 3_600_000

export interface Fan {
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly lanes: readonly Lane[]
}
export interface FanInput {
  readonly unit: string
  readonly chosen: Issue
  /** Issues before the chosen one, drawn as thin lines. */
  readonly past: readonly Issue[]
  readonly actual: PointsReply | undefined
  readonly t: Catalogue
  /** Name of a past issue by its time. */
  readonly nameOf: (issueMs: number) => string
}

const columnOf = ({ startMs, stepMs, p50 }: Issue, values: readonly number[] = p50): Column => ({
  timesMs: Float64Array.from(values, (_, i) => startMs + i * stepMs),
  values: valueColumn(values),
  stepMs,
})

/** An issue as a band from p10 to p90 with p50 as a line, the issues before it, and what was measured, on one axis. */
export function fanOf({ unit, chosen, past, actual, t, nameOf }: FanInput): Fan {
  const { p10, p50, p90, startMs, stepMs } = chosen
  const measured = actual && { timesMs: instantColumn(actual.times), values: valueColumn(actual.values), stepMs }
  const { timesMs, columns } = align([
    ...[p10, p50, p90].map((values) => columnOf(chosen, values)), ...past.map((issue) => columnOf(issue)), ...(measured ? [measured] : []),
  ]) // prettier-ignore
  const shared = { unit, token: 'accent', role: 'forecast' } as const
  const lanes: Lane[] = [
    { ...shared, key: 'fan', label: t.forecast.fan, values: columns[0], upper: columns[2], draw: 'band' },
    ...past.map((issue, i): Lane => ({ ...shared, key: issue.id, label: nameOf(issue.issueMs), role: 'past-issue', values: columns[3 + i], draw: 'step' })),
    { ...shared, key: 'p50', label: t.forecast.p50, values: columns[1], draw: 'step' },
    ...(measured ? [{ unit, token: 'load', role: 'actual', key: 'actual', label: t.forecast.actual, values: columns[3 + past.length], draw: 'step' } as const] : []),
  ] // prettier-ignore
  const endMs = p50.length > 0 ? startMs + p50.length * stepMs : timesMs[timesMs.length - 1]
  return { timesMs, endMs: Math.max(endMs, timesMs[timesMs.length - 1] ?? endMs), lanes }
}

/** Share of the actuals so far that lie between p10 and p90, and of how many; undefined while there are none. */
export function coverageSoFar({ lanes }: Fan): { share: number; count: number } | undefined {
  const [fan] = lanes
  const actual = lanes.find(({ role }) => role === 'actual')
  if (!actual || !fan.upper) return undefined
  let [inside, count] = [0, 0]
  for (const [t, value] of actual.values.entries()) {
    if (Number.isNaN(value) || Number.isNaN(fan.values[t])) continue
    count++
    if (value >= fan.values[t] && value <= fan.upper[t]) inside++
  }
  return count > 0 ? { share: inside / count, count } : undefined
}

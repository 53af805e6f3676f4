import type { ForecastWithPoints, PointsReply } from '@omarino/contracts'
import { align } from '../charts/align.ts'
import type { Column } from '../charts/align.ts'
import type { Lane } from '../charts/lanes.ts'
import { instantColumn, valueColumn } from '../instants.ts'
import type { Catalogue } from '../messages/catalogue.ts'

/** How much of the past is drawn before the forecast, so that its start can be judged. */
export const BEFORE_MS = 24 * 3_600_000

export interface Fan {
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly lanes: readonly Lane[]
}

/** A forecast as a band from p10 to p90 with p50 as a line, and what was measured on the same axis. */
export function fanOf(forecast: ForecastWithPoints, actual: PointsReply | undefined, t: Catalogue): Fan {
  const stepMs = forecast.stepSeconds * 1000
  const times = instantColumn(forecast.times)
  const column = (values: readonly number[]): Column => ({ timesMs: times, values: valueColumn(values), stepMs })
  const measured = actual && { timesMs: instantColumn(actual.times), values: valueColumn(actual.values), stepMs }
  const { timesMs, columns } = align([column(forecast.p10), column(forecast.p50), column(forecast.p90), ...(measured ? [measured] : [])]) // prettier-ignore
  const [p10, p50, p90, known] = columns
  const shared = { unit: forecast.unit, token: 'accent', role: 'forecast' } as const
  const lanes: Lane[] = [
    { ...shared, key: 'fan', label: t.forecast.fan, values: p10, upper: p90, draw: 'band' },
    { ...shared, key: 'p50', label: t.forecast.p50, values: p50, draw: 'step' },
    ...(known ? [{ unit: forecast.unit, token: 'load', role: 'actual', key: 'actual', label: t.forecast.actual, values: known, draw: 'step' } as const] : []), // prettier-ignore
  ]
  const lastMs = times.length > 0 ? times[times.length - 1] + stepMs : timesMs[timesMs.length - 1]
  return { timesMs, endMs: lastMs, lanes }
}

/** Share of the actuals so far that lie between p10 and p90, and of how many; undefined while there are none. */
export function coverageSoFar({ lanes }: Fan): { share: number; count: number } | undefined {
  const [fan, , actual] = lanes
  if (!actual || !fan.upper) return undefined
  let [inside, count] = [0, 0]
  for (const [t, value] of actual.values.entries()) {
    if (Number.isNaN(value) || Number.isNaN(fan.values[t])) continue
    count++
    if (value >= fan.values[t] && value <= fan.upper[t]) inside++
  }
  return count > 0 ? { share: inside / count, count } : undefined
}

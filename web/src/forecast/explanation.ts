import type { ForecastWithPoints } from '@omarino/contracts'
import type { FlowToken, Lane } from '../charts/lanes.ts'
import { instantColumn, valueColumn } from '../instants.ts'

/** Apart from each other in every kind of sight; the order is that of the groups. */
const TOKENS: readonly FlowToken[] = ['batt-dis', 'pv', 'wind', 'grid-out', 'gen', 'batt-ch', 'ev', 'grid-in', 'heat']

export interface Contributions {
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly lanes: readonly Lane[]
}

/** Contributions as a signed stack whose sum at each step is the point forecast, an ink line; undefined without an explanation. */
export function contributionsOf(
  { explanation, times, stepSeconds, pointValue, unit }: ForecastWithPoints,
  names: { readonly point: string; readonly groups: Readonly<Record<string, string>> },
): Contributions | undefined {
  if (!explanation || explanation.groups.length === 0 || times.length === 0) return undefined
  const timesMs = instantColumn(times)
  const stacked = explanation.groups.map((group, i): Lane => ({
    key: group, label: names.groups[group] ?? group, unit, token: TOKENS[i % TOKENS.length], role: 'forecast', draw: 'stack',
    values: valueColumn(explanation.contributions[i]),
  })) // prettier-ignore
  const point: Lane = { key: 'point', label: names.point, unit, token: 'load', role: 'forecast', draw: 'step', values: valueColumn(pointValue) } // prettier-ignore
  return { timesMs, endMs: timesMs[timesMs.length - 1] + stepSeconds * 1000, lanes: [...stacked, point] }
}

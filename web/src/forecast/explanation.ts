import type { ForecastWithPoints } from '@omarino/contracts'
import type { FlowToken, Lane } from '../charts/lanes.ts'
import { instantColumn, valueColumn } from '../instants.ts'

/** Colours of the groups that every model names alike; what speaks for nothing special is quiet. */
const OWN_TOKENS: Readonly<Record<string, FlowToken>> = {
  base: 'ink-3', daily: 'batt-dis', weekly: 'grid-out', yearly: 'heat', holiday: 'ev', 'recent level': 'wind', trees: 'gen', calibration: 'batt-ch', reconciliation: 'grid-in',
} // prettier-ignore
/** Of covariates, in their order. */
const TOKENS: readonly FlowToken[] = ['pv', 'grid-in', 'price', 'heat']

/** A colour for each group; covariates take turns. */
function tokensOf(groups: readonly string[]): readonly FlowToken[] {
  const covariates = groups.filter((group) => !Object.hasOwn(OWN_TOKENS, group))
  return groups.map((group) => OWN_TOKENS[group] ?? TOKENS[covariates.indexOf(group) % TOKENS.length])
}

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
  const tokens = tokensOf(explanation.groups)
  const stacked = explanation.groups.map((group, i): Lane => ({
    key: group, label: names.groups[group] ?? group, unit, token: tokens[i], role: 'forecast', draw: 'stack',
    values: valueColumn(explanation.contributions[i]),
  })) // prettier-ignore
  const point: Lane = { key: 'point', label: names.point, unit, token: 'load', role: 'forecast', draw: 'step', values: valueColumn(pointValue) } // prettier-ignore
  return { timesMs, endMs: timesMs[timesMs.length - 1] + stepSeconds * 1000, lanes: [...stacked, point] }
}

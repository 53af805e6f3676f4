import type { ForecastChanges } from '@omarino/contracts'
import type { ForecastColumns, ForecastRow } from '@omarino/store'

/** A stored forecast with its points and, where it is explained, a column per group. */
export interface WholeForecast {
  readonly row: ForecastRow
  readonly columns: ForecastColumns
  readonly contributions: readonly Float64Array[]
}

/** What changed from one forecast of a series to the next over the steps of both; undefined when they share none. */
export function changesOf(next: WholeForecast, previous: WholeForecast): ForecastChanges | undefined {
  const shared = sharedSteps(next.columns.timesMs, previous.columns.timesMs)
  if (shared.length === 0) return undefined
  const differences = (own: Float64Array | undefined, its: Float64Array | undefined): Float64Array =>
    Float64Array.from(shared, ([at, before]) => (own?.[at] ?? 0) - (its?.[before] ?? 0))
  const iso = (ms: number): string => new Date(ms).toISOString()
  const msAt = (i: number): number => next.columns.timesMs[shared[i][0]]
  const p50 = differences(next.columns.p50, previous.columns.p50)
  return {
    id: next.row.id, previousId: previous.row.id, series: next.row.series_key, unit: next.row.unit,
    issueTime: next.row.issue_time.toISOString(), previousIssueTime: previous.row.issue_time.toISOString(),
    model: next.row.model, previousModel: previous.row.model,
    from: iso(msAt(0)), to: iso(msAt(shared.length - 1) + next.row.step_ms), steps: shared.length,
    p50: { ...summary(p50), largestAt: iso(msAt(widest(p50))) },
    groups: groupsOf(next, previous)?.map(([group, own, its]) => ({ group, ...summary(differences(own, its)) })) ?? null,
  } // prettier-ignore
}

/** Places of each step that both have. */
function sharedSteps(nextMs: Float64Array, previousMs: Float64Array): (readonly [number, number])[] {
  const places = new Map([...previousMs].map((ms, i) => [ms, i]))
  return [...nextMs].flatMap((ms, i) => {
    const place = places.get(ms)
    return place === undefined ? [] : [[i, place] as const]
  })
}

type GroupColumns = readonly [string, Float64Array | undefined, Float64Array | undefined]

/** Groups of both in their order, those that only the previous one has last. */
function groupsOf(next: WholeForecast, previous: WholeForecast): GroupColumns[] | undefined {
  const [own, its] = [next.row.explained_groups, previous.row.explained_groups]
  if (!own || !its) return undefined
  return [...new Set([...own, ...its])].map((group) => [
    group,
    next.contributions[own.indexOf(group)],
    previous.contributions[its.indexOf(group)],
  ])
}

function summary(values: Float64Array): { mean: number; meanSize: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const meanSize = values.reduce((sum, value) => sum + Math.abs(value) / values.length, 0)
  return { mean, meanSize, largest: values[widest(values)] }
}

/** The first place of the value that is furthest from 0. */
const widest = (values: Float64Array): number =>
  values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0)

import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import type { FlowToken } from '../charts/lanes.ts'
import { instantColumn, instantMs, valueColumn } from '../instants.ts'

type Schedules = OptimizeResult['schedules']
export type FlowKind = Extract<
  FlowToken,
  'pv' | 'wind' | 'gen' | 'batt-dis' | 'grid-in' | 'batt-ch' | 'ev' | 'heat' | 'accent' | 'grid-out'
>
/** A flow of the plan, kW per step, positive into the site; shape [T]. */
export interface Flow {
  readonly kind: FlowKind
  readonly values: Float64Array
}

/** Starts of the steps, and where the last one ends. */
export function planAxis({ horizon }: OptimizeResult): { timesMs: Float64Array; endMs: number } {
  const endsMs = instantColumn(horizon.stepEnds)
  const timesMs = new Float64Array(endsMs.length)
  timesMs.set(endsMs.subarray(0, -1), 1)
  timesMs[0] = instantMs(horizon.start)
  return { timesMs, endMs: endsMs[endsMs.length - 1] }
}

/** Hours of each step; shape [T]. */
export const stepHoursOf = ({ timesMs, endMs }: { timesMs: Float64Array; endMs: number }): Float64Array =>
  timesMs.map((startMs, t) => ((timesMs[t + 1] ?? endMs) - startMs) / HOUR_MS)
const HOUR_MS = 3_600_000

const RENEWABLE = ['pv', 'wind'] as const
/** Assets that publish what they take as a positive power, by the flow under which they are drawn. */
const USES = [
  ['heat', ['heatPump', 'boiler']],
  ['accent', ['deferrable', 'electrolyzer']],
] as const

/**
 * The plan as signed flows in the order in which they are piled up: own generation, storage, grid.
 * Storage and grid are split by direction, so that the signed sum over the flows is the load at every step.
 */
export function planFlows(request: OptimizeRequest, { schedules }: OptimizeResult): Flow[] {
  const power = (type: string): Float64Array | undefined => sumOf(request, schedules, type, 'powerKw')
  const flows: Flow[] = []
  const add = (kind: FlowKind, values: Float64Array | undefined): void => void (values && flows.push({ kind, values }))
  for (const type of RENEWABLE) add(type, power(type))
  add('gen', power('generator'))
  const [battery, grid] = [power('battery'), power('grid')]
  add(
    'batt-dis',
    battery?.map((kw) => Math.max(kw, 0)),
  )
  add(
    'grid-in',
    grid?.map((kw) => Math.max(kw, 0)),
  )
  add(
    'batt-ch',
    battery?.map((kw) => Math.min(kw, 0)),
  )
  add('ev', power('ev'))
  for (const [kind, types] of USES) {
    const columns = types.flatMap((type) => power(type) ?? [])
    add(kind, columns.length > 0 ? columns[0].map((_, t) => -columns.reduce((sum, kw) => sum + kw[t], 0)) : undefined)
  }
  add(
    'grid-out',
    grid?.map((kw) => Math.min(kw, 0)),
  )
  return flows
}

export const planLoad = (request: OptimizeRequest, { schedules }: OptimizeResult): Float64Array | undefined =>
  sumOf(request, schedules, 'load', 'powerKw')

/** What could have been generated and is not, kW; undefined when nothing is curtailed. */
export function planCurtailed(request: OptimizeRequest, { schedules }: OptimizeResult): Float64Array | undefined {
  const columns = RENEWABLE.flatMap((type) => sumOf(request, schedules, type, 'curtailedKw') ?? [])
  if (columns.length === 0) return undefined
  const total = columns[0].map((_, t) => columns.reduce((sum, column) => sum + column[t], 0))
  return total.some((kw) => kw > 1e-6) ? total : undefined
}

function sumOf(request: OptimizeRequest, schedules: Schedules, type: string, name: string): Float64Array | undefined {
  const columns = request.assets.flatMap((asset) => {
    const column = asset.type === type ? schedules[asset.id]?.[name] : undefined
    return column ? [valueColumn(column)] : []
  })
  if (columns.length === 0) return undefined
  return columns[0].map((_, t) => columns.reduce((sum, column) => sum + column[t], 0))
}

/** A battery's state of charge at the edges of the steps: the start, then the end of each step; shape [T + 1]. */
export interface SocPath {
  readonly assetId: string
  readonly soc: Float64Array
  readonly startSoc: number
}

export function socPaths(request: OptimizeRequest, { schedules }: OptimizeResult): SocPath[] {
  return request.assets.flatMap((asset) => {
    const ends = schedules[asset.id]?.['soc']
    if (asset.type !== 'battery' || !ends) return []
    const soc = new Float64Array(ends.length + 1)
    soc[0] = asset.startSoc
    soc.set(valueColumn(ends), 1)
    return [{ assetId: asset.id, soc, startSoc: asset.startSoc }]
  })
}

/** Edges of the steps: every start and the last end; shape [T + 1]. */
export function edgesOf({ timesMs, endMs }: { timesMs: Float64Array; endMs: number }): Float64Array {
  const edges = new Float64Array(timesMs.length + 1)
  edges.set(timesMs)
  edges[timesMs.length] = endMs
  return edges
}

/** A column per step, stretched to the edges: the last value stands at the end too. */
export function toEdges(column: Float64Array): Float64Array {
  const edges = new Float64Array(column.length + 1)
  edges.set(column)
  edges[column.length] = column[column.length - 1]
  return edges
}

import type { PointsReply, Series } from '@omarino/contracts'
import { align } from '../charts/align.ts'
import type { Column } from '../charts/align.ts'
import type { FlowToken, Lane } from '../charts/lanes.ts'
import { instantColumn, valueColumn } from '../instants.ts'
import { bucketMs } from './bucket.ts'

/** What was asked of one series: its values and, where they are means of buckets, how far the readings in them reach. */
export interface Loaded {
  readonly series: Series
  readonly reply: PointsReply
  readonly extremes?: readonly [low: PointsReply, high: PointsReply]
}
/** One pane per unit, so that no two units ever share an axis. */
export interface UnitPane {
  readonly unit: string
  readonly timesMs: Float64Array
  readonly endMs: number
  readonly lanes: readonly Lane[]
}

const TOKENS: readonly FlowToken[] = ['load', 'accent', 'price', 'wind', 'grid-in', 'pv', 'ev', 'batt-dis']
/** The colour of the n-th chosen series. */
export const tokenOf = (index: number): FlowToken => TOKENS[index % TOKENS.length]

export function unitPanes(loaded: readonly Loaded[], toMs: number): UnitPane[] {
  const units = [...new Set(loaded.map(({ reply }) => reply.unit))]
  return units.map((unit) => paneOf(unit, loaded.map((item, index) => ({ ...item, index })).filter(({ reply }) => reply.unit === unit), toMs)) // prettier-ignore
}

type Numbered = Loaded & { readonly index: number }

function paneOf(unit: string, members: readonly Numbered[], toMs: number): UnitPane {
  const columns = members.flatMap(({ series, reply, extremes }) =>
    [reply, ...(extremes ?? [])].map((it) => columnOf(series, it)),
  )
  const { timesMs, columns: aligned } = align(columns)
  let next = 0
  const lanes = members.flatMap(({ series, extremes, index }): Lane[] => {
    const shared = { unit, token: tokenOf(index), role: 'actual' as const }
    const values = aligned[next++]
    const line: Lane = {
      ...shared,
      key: series.key,
      label: series.name,
      values,
      draw: series.kind === 'instant' ? 'line' : 'step',
    }
    if (!extremes) return [line]
    const [low, high] = [aligned[next++], aligned[next++]]
    return [{ ...shared, role: 'forecast', key: `${series.key} extremes`, label: `${series.name} min–max`, values: low, upper: high, draw: 'band' }, line] // prettier-ignore
  })
  const steps = columns.map(({ stepMs }) => stepMs)
  // A single column ends one step after its last point; several already have that end on their axis.
  const tailMs = columns.length === 1 ? (steps[0] ?? 0) : 0
  const lastMs = timesMs.length > 0 ? timesMs[timesMs.length - 1] + tailMs : toMs
  return { unit, timesMs, lanes, endMs: steps.includes(null) ? Math.max(lastMs, toMs) : lastMs }
}

function columnOf(series: Series, { times, values, interval }: PointsReply): Column {
  const own = series.stepSeconds === null ? null : series.stepSeconds * 1000
  return {
    timesMs: instantColumn(times),
    values: valueColumn(values),
    stepMs: interval === null ? own : bucketMs(interval),
  }
}

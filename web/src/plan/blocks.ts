import type { OptimizeAsset, OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import type { FlowToken } from '../charts/lanes.ts'
import { instantMs, valueColumn } from '../instants.ts'
import { planAxis, stepHoursOf } from './flows.ts'

export type Doing = 'charges' | 'delivers' | 'runs' | 'generates' | 'heats'
/** Steps [from, to) in which an asset does one thing without a pause; `energyKwh` and `meanKw` are sizes. */
export interface Block {
  readonly doing: Doing
  readonly from: number
  readonly to: number
  readonly energyKwh: number
  readonly meanKw: number
}
export interface Held {
  readonly id: string
  readonly fromMs: number
  readonly toMs: number
  readonly powerKw: number
}
/** One row of the strips: what a flexible asset does over the horizon, and where somebody holds it. */
export interface Strip {
  readonly assetId: string
  readonly tokens: { readonly up: FlowToken; readonly down: FlowToken }
  readonly blocks: readonly Block[]
  readonly held: readonly Held[]
}

const ACTIVE_KW = 0.01 // below it a power is solver noise
/** Things that deliver stand above the line, those that take below it. */
export const isUp = (doing: Doing): boolean => doing === 'delivers' || doing === 'generates'

type Part = readonly [column: string, doing: Doing]
interface Kind {
  readonly parts: readonly Part[]
  readonly up: FlowToken
  readonly down: FlowToken
}
const STORES: readonly Part[] = [
  ['chargeKw', 'charges'],
  ['dischargeKw', 'delivers'],
]
const RUNS: readonly Part[] = [['powerKw', 'runs']]
const KINDS: Partial<Record<OptimizeAsset['type'], Kind>> = {
  battery: { parts: STORES, up: 'batt-dis', down: 'batt-ch' },
  ev: { parts: STORES, up: 'ev', down: 'ev' },
  thermalStore: { parts: STORES, up: 'heat', down: 'heat' },
  deferrable: { parts: RUNS, up: 'accent', down: 'accent' },
  electrolyzer: { parts: RUNS, up: 'accent', down: 'accent' },
  heatPump: { parts: RUNS, up: 'heat', down: 'heat' },
  boiler: { parts: [['heatKw', 'runs']], up: 'heat', down: 'heat' },
  building: { parts: [['powerKw', 'heats']], up: 'heat', down: 'heat' },
  generator: { parts: [['powerKw', 'generates']], up: 'gen', down: 'gen' },
}

/** The strips of all assets of a plan that could have done otherwise, in the order of the request. */
export function stripsOf(request: OptimizeRequest, result: OptimizeResult): Strip[] {
  const hours = stepHoursOf(planAxis(result))
  return request.assets.flatMap(({ id, type }): Strip[] => {
    const kind = KINDS[type]
    const columns = result.schedules[id]
    if (!kind || !columns) return []
    const blocks = kind.parts.flatMap(([name, doing]) =>
      columns[name] ? blocksOf(valueColumn(columns[name]), hours, doing) : [],
    )
    const held = (request.pins ?? [])
      .filter(({ assetId }) => assetId === id)
      .map((pin) => ({ id: pin.id, fromMs: instantMs(pin.from), toMs: instantMs(pin.to), powerKw: pin.powerKw }))
    return [{ assetId: id, tokens: kind, blocks: blocks.sort((a, b) => a.from - b.from), held }]
  })
}

/** Runs of steps in which a power, kW, is above nothing; a missing value is nothing. */
export function blocksOf(powerKw: Float64Array, hours: Float64Array, doing: Doing): Block[] {
  const blocks: Block[] = []
  for (let from = 0; from < powerKw.length; from++) {
    if (!(powerKw[from] > ACTIVE_KW)) continue
    let [to, energyKwh, spanHours] = [from, 0, 0]
    for (; to < powerKw.length && powerKw[to] > ACTIVE_KW; to++) {
      energyKwh += powerKw[to] * hours[to]
      spanHours += hours[to]
    }
    blocks.push({ doing, from, to, energyKwh, meanKw: energyKwh / spanHours })
    from = to
  }
  return blocks
}

/** Energy of the blocks by what is done, kWh, in the order in which it first happens. */
export function sumsOf(blocks: readonly Block[]): readonly (readonly [Doing, number])[] {
  const sums = new Map<Doing, number>()
  for (const { doing, energyKwh } of blocks) sums.set(doing, (sums.get(doing) ?? 0) + energyKwh)
  return [...sums]
}

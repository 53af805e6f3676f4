import type { OptimizeRequest, OptimizeResult, Plan } from '@omarino/contracts'
import { instantMs, valueColumn } from '../instants.ts'
import { planAxis, stepHoursOf } from './flows.ts'

type Cost = OptimizeResult['costs'][number]
/** A cost line of two plans; null where a plan has no such line, which costs nothing. */
export interface CostPair {
  readonly line: string
  readonly assetId: string | null
  readonly here: number | null
  readonly there: number | null
  readonly delta: number
}

/** Cost lines side by side, the largest difference first; of equal ones the larger line. */
export function costPairs(here: readonly Cost[], there: readonly Cost[]): CostPair[] {
  const keyOf = ({ line, assetId }: Cost): string => `${line} ${assetId ?? ''}`
  const amounts = (costs: readonly Cost[]) => new Map(costs.map((cost) => [keyOf(cost), cost.amount]))
  const [left, right] = [amounts(here), amounts(there)]
  const all = new Map([...here, ...there].map((cost) => [keyOf(cost), cost]))
  const pairs = [...all].map(([key, { line, assetId }]): CostPair => {
    const [a, b] = [left.get(key) ?? null, right.get(key) ?? null]
    return { line, assetId, here: a, there: b, delta: (b ?? 0) - (a ?? 0) }
  })
  const size = ({ here: a, there: b }: CostPair): number => Math.max(Math.abs(a ?? 0), Math.abs(b ?? 0))
  return pairs.sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || size(b) - size(a))
}

type Pin = NonNullable<OptimizeRequest['pins']>[number]
export type Verdict =
  | { readonly kind: 'pending' | 'noSchedule' | 'otherSite' }
  | {
      readonly kind: 'told'
      /** What the other plan costs more, money. */
      readonly delta: number
      /** The one override by which the other plan differs; undefined when it differs otherwise. */
      readonly held: Pin | undefined
      /** True when the other plan could not keep that override. */
      readonly unheld: boolean
      readonly bent: boolean
      readonly sameHours: boolean
      /** One of them was chosen over scenarios, so that its objective is that of the median path. */
      readonly overScenarios: boolean
      /** Money that both proofs leave open when that is more than the difference; undefined otherwise. */
      readonly open: number | undefined
    }
const CENT = 0.005 // a smaller difference is none on the screen

/** What can be said of another plan beside this one. */
export function verdictOf(here: Plan, there: Plan): Verdict {
  if (here.site !== there.site) return { kind: 'otherSite' }
  const [a, b] = [here.result, there.result]
  if (!b && OPEN.includes(there.state)) return { kind: 'pending' }
  if (!a || !b || a.objective === null || b.objective === null) return { kind: 'noSchedule' }
  const delta = b.objective - a.objective
  const open = (a.gap.absolute ?? 0) + (b.gap.absolute ?? 0)
  const stepEnds = [a, b].map(({ horizon }) => [horizon.start, ...horizon.stepEnds].map(instantMs).join(' '))
  const held = onlyPin(here.request, there.request)
  return {
    kind: 'told',
    delta: Math.abs(delta) < CENT ? 0 : delta,
    held,
    unheld: b.relaxations.some(({ assetId, kind }) => kind === 'pin' && assetId === held?.assetId),
    bent: a.status === 'relaxed' || b.status === 'relaxed',
    sameHours: stepEnds[0] === stepEnds[1],
    overScenarios: a.risk !== undefined || b.risk !== undefined,
    open: open >= CENT && open > Math.abs(delta) ? open : undefined,
  }
}
const OPEN: readonly string[] = ['waiting', 'ready', 'running']

function onlyPin({ pins: before = [], ...here }: OptimizeRequest, { pins = [], ...there }: OptimizeRequest) {
  const [added] = pins.filter((pin) => !before.some((one) => same(one, pin)))
  const alike = pins.length === before.length + 1 && same({ ...here, solver: null }, { ...there, solver: null })
  return alike ? added : undefined
}

/** Equal as JSON, whatever the order of the fields. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [a, b].map((value) => Object.entries(value).filter(([, part]) => part !== undefined))
  return left.length === right.length && left.every(([name, part]) => same(part, (b as Record<string, unknown>)[name]))
}

/** Schedules of an asset in both plans at the steps that both have, kW on the steps of this plan; NaN elsewhere. */
export interface Pair {
  readonly assetId: string
  readonly here: Float64Array
  readonly there: Float64Array
  /** Energy by which they lie apart, kWh. */
  readonly apartKwh: number
}
const APART_KWH = 0.05

/** Assets whose power differs between the plans, the furthest apart first. */
export function differingAssets(here: OptimizeResult, there: OptimizeResult): Pair[] {
  const hours = stepHoursOf(planAxis(here))
  const at = sharedSteps(here, there)
  return Object.entries(here.schedules)
    .flatMap(([assetId, columns]): Pair[] => {
      const [a, b] = [columns['powerKw'], there.schedules[assetId]?.['powerKw']]
      if (!a || !b) return []
      const mine = valueColumn(a)
      const other = Float64Array.from(at, (step) => (step < 0 ? NaN : (b[step] ?? NaN)))
      const apart = mine.map((kw, t) => Math.abs(kw - other[t]) * hours[t]).filter((kwh) => !Number.isNaN(kwh))
      return [{ assetId, here: mine, there: other, apartKwh: apart.reduce((sum, kwh) => sum + kwh, 0) }]
    })
    .filter(({ apartKwh }) => apartKwh > APART_KWH)
    .sort((a, b) => b.apartKwh - a.apartKwh)
}

/** For each step of `here` the step of `there` with the same start and end; −1 where it has none. */
function sharedSteps(here: OptimizeResult, there: OptimizeResult): number[] {
  const spans = ({ horizon }: OptimizeResult): string[] =>
    horizon.stepEnds.map((end, t) => `${instantMs(horizon.stepEnds[t - 1] ?? horizon.start)} ${instantMs(end)}`)
  const index = new Map(spans(there).map((span, t) => [span, t]))
  return spans(here).map((span) => index.get(span) ?? -1)
}

export interface Measures {
  readonly peakImportKw: number
  readonly importKwh: number
  readonly exportKwh: number
  readonly curtailedKwh: number | undefined
  readonly deliveredKwh: number | undefined
}

/** What a plan does, summed from its schedules; undefined where no asset could do it. */
export function measuresOf(request: OptimizeRequest, result: OptimizeResult): Measures {
  const hours = stepHoursOf(planAxis(result))
  const column = (types: readonly string[], name: string): Float64Array | undefined => {
    const columns = request.assets.flatMap(({ id, type }) => {
      const values = types.includes(type) ? result.schedules[id]?.[name] : undefined
      return values ? [valueColumn(values)] : []
    })
    return columns.length > 0 ? hours.map((_, t) => columns.reduce((sum, one) => sum + one[t], 0)) : undefined
  }
  const energy = (powerKw: Float64Array): number => powerKw.reduce((sum, kw, t) => sum + kw * hours[t], 0)
  const gridKw = column(['grid'], 'powerKw') ?? new Float64Array(hours.length)
  const [curtailedKw, deliveredKw] = [column(['pv', 'wind'], 'curtailedKw'), column(['battery', 'ev'], 'dischargeKw')]
  return {
    peakImportKw: gridKw.reduce((high, kw) => Math.max(high, kw), 0),
    importKwh: energy(gridKw.map((kw) => Math.max(kw, 0))),
    exportKwh: energy(gridKw.map((kw) => Math.max(-kw, 0))),
    curtailedKwh: curtailedKw && energy(curtailedKw),
    deliveredKwh: deliveredKw && energy(deliveredKw),
  }
}

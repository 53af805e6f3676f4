import type { BatteryPlant } from '../plant/battery.ts'
import type { DeclareContext } from './declare.ts'

interface Terminals {
  readonly charge: number
  readonly discharge: number
}
interface Slice {
  readonly charge: number
  readonly discharge: number
  readonly energy: number
  readonly rows: number
  readonly startKwh: number
  readonly sizeKwh: number
}
/** Wear by depth, as the battery's block needs it. */
export interface Depth {
  /** First of T energy rows, by slice. */
  readonly rows: readonly number[]
  /** Puts the slices in order, shallow first, for the terminals as they stand; never costs more. */
  tidy(x: Float64Array): void
}

/**
 * Slices of the capacity, shallow first: c = Σ c_k, d = Σ d_k, e_k = ρ e_k + ηc c_k h − d_k h / ηd, 0 ≤ e_k ≤ size_k, at
 * w_k d_k h with w_1 ≤ w_2 ≤ …: convex, so that the cheapest is the shallowest. What is stored at the start lies deepest.
 * @see Xu, Zhao, Zheng, Litvinov, Kirschen (2018), Factoring the cycle aging cost of batteries, IEEE Trans. Power Systems 33(2)
 */
export function declareDepth(battery: BatteryPlant, context: DeclareContext, total: Terminals): Depth {
  const { builder, axis } = context
  const segments = battery.wearSegments ?? []
  const starts = deepFirst(battery)
  const slices = segments.map(({ sizeKwh, costPerKwh }, k): Slice => {
    const free = { lower: 0, upper: Infinity } as const
    const charge = context.block(battery, { kind: 'segment', ...free })
    const discharge = context.block(battery, {
      kind: 'segment', ...free, line: 'wear', cost: (t) => costPerKwh * axis.stepHours[t],
    }) // prettier-ignore
    const energy = context.block(battery, { kind: 'segment', lower: 0, upper: sizeKwh })
    const slice = { charge, discharge, energy, startKwh: starts[k], sizeKwh }
    return { ...slice, rows: declareSlice(battery, context, slice) }
  })
  for (let step = 0; step < axis.steps; step++)
    for (const side of ['charge', 'discharge'] as const) {
      const row = builder.row({ asset: battery.index, kind: 'wear', step, lower: 0, upper: 0 })
      builder.entry(row, total[side] + step, -1)
      for (const slice of slices) builder.entry(row, slice[side] + step, 1)
    }
  return { rows: slices.map(({ rows }) => rows), tidy: (x) => reorder(battery, context, total, slices, x) }
}

function deepFirst({ wearSegments = [], startKwh }: BatteryPlant): number[] {
  let left = startKwh
  const kwh = [...wearSegments].reverse().map(({ sizeKwh }) => {
    const here = Math.min(left, sizeKwh)
    left -= here
    return here
  })
  return kwh.reverse()
}

function declareSlice(battery: BatteryPlant, { builder, axis }: DeclareContext, slice: Omit<Slice, 'rows'>): number {
  let first = -1
  for (const [step, hours] of axis.stepHours.entries()) {
    const before = step === 0 ? battery.retention[0] * slice.startKwh : 0
    const row = builder.row({ asset: battery.index, kind: 'segment', step, lower: before, upper: before })
    if (step === 0) first = row
    else builder.entry(row, slice.energy + step - 1, -battery.retention[step])
    builder.entry(row, slice.energy + step, 1)
    builder.entry(row, slice.charge + step, -battery.chargeEfficiency * hours)
    builder.entry(row, slice.discharge + step, hours / battery.dischargeEfficiency)
  }
  return first
}

function reorder(
  battery: BatteryPlant,
  { axis }: DeclareContext,
  total: Terminals,
  slices: readonly Slice[],
  x: Float64Array,
): void {
  const held = slices.map(({ startKwh }) => startKwh)
  for (const [t, hours] of axis.stepHours.entries()) {
    const into = battery.chargeEfficiency * hours
    const outOf = hours / battery.dischargeEfficiency
    let inKwh = x[total.charge + t] * into
    let outKwh = x[total.discharge + t] * outOf
    for (const [k, { charge, discharge, energy, sizeKwh }] of slices.entries()) {
      const last = k === slices.length - 1 // takes what rounding leaves
      held[k] *= battery.retention[t]
      const put = last ? inKwh : Math.min(inKwh, Math.max(0, sizeKwh - held[k]))
      held[k] += put
      inKwh -= put
      const taken = last ? outKwh : Math.min(outKwh, held[k])
      held[k] -= taken
      outKwh -= taken
      x[charge + t] = put / into
      x[discharge + t] = taken / outOf
      x[energy + t] = held[k]
    }
  }
}

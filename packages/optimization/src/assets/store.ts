// What a battery and a store of heat have in common: energy that goes in and out, one way at a time.
import type { AssetBlock, DeclareContext } from './declare.ts'

/** Limits are one number or shape [T]. */
interface Store {
  readonly index: number
  readonly startKwh: number
  readonly maxChargeKw: number | Float64Array
  readonly maxDischargeKw: number | Float64Array
  readonly chargeEfficiency: number
  readonly dischargeEfficiency: number
  /** Share of the energy that is left after each step; shape [T]. */
  readonly retention: Float64Array
}
/** First columns of its three blocks. */
interface Firsts {
  readonly charge: number
  readonly discharge: number
  readonly energy: number
}
type StorePart = Required<Pick<AssetBlock, 'storeRow' | 'columns' | 'integersOf' | 'pair'>>

/** e_t = ρ_t e_{t−1} + ηc c_t h_t − d_t h_t / ηd, charged from and discharged to `node`; never both at a step that needs it. */
export function declareStore(store: Store, context: DeclareContext, node: number, first: Firsts): StorePart {
  const { charge, discharge, energy } = first
  const storeRow = declareEnergy(store, context, node, first)
  const charging = declareExclusive(store, context, first)
  const lossless = store.chargeEfficiency === 1 && store.dischargeEfficiency === 1
  const harmless = new Uint8Array(context.axis.steps).fill(lossless ? 1 : 0)
  return {
    storeRow,
    columns: { charge, discharge, energy },
    integersOf: ({ powerKw }) => charging.map(([t, column]) => [column, powerKw[t] < 0 ? 1 : 0]),
    pair: { asset: store.index, first: charge, second: discharge, harmless },
  }
}

/** What is published of both directions, discharge positive; shapes [T]. */
export function storePowers(x: Float64Array, { charge, discharge }: Firsts, steps: number) {
  const chargeKw = x.slice(charge, charge + steps)
  const dischargeKw = x.slice(discharge, discharge + steps)
  const powerKw = dischargeKw.map((kw, t) => kw - chargeKw[t])
  return { powerKw, chargeKw, dischargeKw }
}

function declareEnergy(store: Store, context: DeclareContext, node: number, first: Firsts): number {
  const { builder, axis } = context
  let firstRow = -1
  for (let t = 0; t < axis.steps; t++) {
    const before = t === 0 ? store.retention[0] * store.startKwh : 0
    const row = builder.row({ asset: store.index, kind: 'energy', step: t, lower: before, upper: before })
    if (t === 0) firstRow = row
    else builder.entry(row, first.energy + t - 1, -store.retention[t])
    builder.entry(row, first.energy + t, 1)
    builder.entry(row, first.charge + t, -store.chargeEfficiency * axis.stepHours[t])
    builder.entry(row, first.discharge + t, axis.stepHours[t] / store.dischargeEfficiency)
    context.supply(node, t, first.charge + t, -1)
    context.supply(node, t, first.discharge + t, 1)
  }
  return firstRow
}

/** c ≤ Pc·b and d ≤ Pd·(1 − b) at the steps that need it. */
function declareExclusive(
  store: Store,
  context: DeclareContext,
  first: Firsts,
): (readonly [step: number, column: number])[] {
  const { builder } = context
  const { index: asset } = store
  const binaries: [number, number][] = []
  for (const [t, needed] of context.binarySteps(asset).entries()) {
    if (!needed) continue
    const mostKw = at(store.maxDischargeKw, t)
    const charging = builder.column({ asset, kind: 'charging', step: t, lower: 0, upper: 1, integer: true })
    const only = builder.row({ asset, kind: 'charge', step: t, lower: -Infinity, upper: 0 })
    builder.entry(only, first.charge + t, 1)
    builder.entry(only, charging, -at(store.maxChargeKw, t))
    const or = builder.row({ asset, kind: 'discharge', step: t, lower: -Infinity, upper: mostKw })
    builder.entry(or, first.discharge + t, 1)
    builder.entry(or, charging, mostKw)
    binaries.push([t, charging])
  }
  return binaries
}

const at = (limit: number | Float64Array, t: number): number => (typeof limit === 'number' ? limit : limit[t])

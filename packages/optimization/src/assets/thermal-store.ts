import { idleHeatKwh } from '../passes/store-reach.ts'
import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'

interface Firsts {
  readonly charge: number
  readonly discharge: number
  readonly energy: number
}

/** e_t = ρ_t e_{t−1} + ηc c_t h_t − d_t h_t / ηd at its heat node; e ≥ minimum may bend (tier 2); value v·(e₀ − e_T) at the end. */
export function declareThermalStore(store: ThermalStorePlant, context: DeclareContext): AssetBlock {
  const { steps } = context.axis
  const lower = lowestKwh(store, context)
  const charge = context.block(store, { kind: 'charge', lower: 0, upper: store.maxChargeKw })
  const discharge = context.block(store, { kind: 'discharge', lower: 0, upper: store.maxDischargeKw })
  const value = store.endValuePerKwh
  const energy = context.block(store, {
    kind: 'energy',
    lower,
    upper: store.capacityKwh,
    ...(value !== undefined && { line: 'endValue', cost: (t: number) => (t === steps - 1 ? -value : 0) }),
  })
  if (value !== undefined) context.builder.constant(store.index, 'endValue', value * store.startKwh)
  const columns = { charge, discharge, energy }
  const storeRow = declareEnergy(store, context, columns)
  const charging = declareExclusive(store, context, columns)
  for (const [t, kwh] of lower.entries()) if (kwh < store.minKwh) declareBend(store, context, energy, t, kwh)
  const lossless = store.chargeEfficiency === 1 && store.dischargeEfficiency === 1
  return {
    storeRow,
    columns,
    integersOf: ({ powerKw }) => charging.map(([t, column]) => [column, powerKw[t] < 0 ? 1 : 0]),
    pair: {
      asset: store.index,
      first: charge,
      second: discharge,
      harmless: new Uint8Array(steps).fill(lossless ? 1 : 0),
    },
    publish: (x) => {
      const chargeKw = x.slice(charge, charge + steps)
      const dischargeKw = x.slice(discharge, discharge + steps)
      const powerKw = dischargeKw.map((kw, t) => kw - chargeKw[t])
      return { powerKw, chargeKw, dischargeKw, storedKwh: x.slice(energy, energy + steps) }
    },
  }
}

/** The minimum; where it may bend, no more than what is left of the start when nothing is done. */
function lowestKwh(store: ThermalStorePlant, { elastic, axis }: DeclareContext): Float64Array {
  if (!elastic || store.hard.includes('minKwh')) return new Float64Array(axis.steps).fill(store.minKwh)
  return idleHeatKwh(store).map((kwh) => Math.min(store.minKwh, kwh))
}

function declareEnergy(store: ThermalStorePlant, context: DeclareContext, first: Firsts): number {
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
    context.supply(store.heatNode, t, first.charge + t, -1)
    context.supply(store.heatNode, t, first.discharge + t, 1)
  }
  return firstRow
}

/** c ≤ Pc·b and d ≤ Pd·(1 − b) at the steps that need it. */
function declareExclusive(
  store: ThermalStorePlant,
  context: DeclareContext,
  first: Firsts,
): (readonly [step: number, column: number])[] {
  const { builder } = context
  const { index: asset, maxChargeKw, maxDischargeKw } = store
  const binaries: [number, number][] = []
  for (const [t, needed] of context.binarySteps(asset).entries()) {
    if (!needed) continue
    const charging = builder.column({ asset, kind: 'charging', step: t, lower: 0, upper: 1, integer: true })
    const only = builder.row({ asset, kind: 'charge', step: t, lower: -Infinity, upper: 0 })
    builder.entry(only, first.charge + t, 1)
    builder.entry(only, charging, -maxChargeKw)
    const or = builder.row({ asset, kind: 'discharge', step: t, lower: -Infinity, upper: maxDischargeKw })
    builder.entry(or, first.discharge + t, 1)
    builder.entry(or, charging, maxDischargeKw)
    binaries.push([t, charging])
  }
  return binaries
}

/** What is missing to the minimum, weighed by the hours it is. */
function declareBend(
  store: ThermalStorePlant,
  context: DeclareContext,
  energy: number,
  step: number,
  kwh: number,
): void {
  const place = { asset: store.index, kind: 'socMin', step } as const
  const slack = context.builder.column({ ...place, lower: 0, upper: store.minKwh - kwh })
  const row = context.builder.row({ ...place, lower: store.minKwh, upper: Infinity })
  context.builder.entry(row, energy + step, 1)
  context.builder.entry(row, slack, 1)
  context.slack(2, slack, context.axis.stepHours[step])
}

import { idleHeatKwh } from '../passes/store-reach.ts'
import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareStore, storePowers } from './store.ts'

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
  const first = { charge, discharge, energy }
  const part = declareStore(store, context, store.heatNode, first)
  for (const [t, kwh] of lower.entries()) if (kwh < store.minKwh) declareBend(store, context, energy, t, kwh)
  return {
    ...part,
    publish: (x) => ({ ...storePowers(x, first, steps), storedKwh: x.slice(energy, energy + steps) }),
  }
}

/** The minimum; where it may bend, no more than what is left of the start when nothing is done. */
function lowestKwh(store: ThermalStorePlant, { elastic, axis }: DeclareContext): Float64Array {
  if (!elastic || store.hard.includes('minKwh')) return new Float64Array(axis.steps).fill(store.minKwh)
  return idleHeatKwh(store).map((kwh) => Math.min(store.minKwh, kwh))
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

import type { EvPlant, EvSession } from '../plant/ev.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'

interface Firsts {
  readonly charge: number
  readonly discharge: number | undefined
  readonly energy: number
}
type AtStep = readonly [step: number, column: number]

/**
 * Per session, from its arrival energy: e_t = e_{t−1} + ηc c_t h_t − d_t h_t / ηd with c ≤ P̄ a_t and d ≤ Pd a_t, a_t the
 * plugged share of the step; P̲ a_t o ≤ c ≤ P̄ a_t o where there is a least power; e at departure ≥ target − z (tier 1);
 * e ≥ the session's lowest, or its arrival where that is below it. Away, c = d = 0.
 */
export function declareEv(ev: EvPlant, context: DeclareContext): AssetBlock {
  const { steps, stepHours } = context.axis
  const { plugged, sessionAt, wearCostPerKwh: wear } = ev
  const charge = context.block(ev, { kind: 'charge', lower: 0, upper: plugged.map((share) => share * ev.maxChargeKw) })
  const delivers = ev.maxDischargeKw > 0
  const discharge = delivers
    ? context.block(ev, {
        kind: 'discharge',
        lower: 0,
        upper: plugged.map((share) => share * ev.maxDischargeKw),
        ...(wear === undefined ? {} : { line: 'wear', cost: (t: number) => wear * stepHours[t] }),
      })
    : undefined
  const energy = context.block(ev, { kind: 'energy', ...energyBounds(ev, context) })
  const first = { charge, discharge, energy }
  const storeRow = declareEnergy(ev, context, first)
  const switches = declareSwitches(ev, context, first)
  for (const session of ev.sessions) declareTarget(ev, session, context, energy)
  if (context.elastic) for (const session of ev.sessions) declareBand(ev, session, context, energy)
  const harmless = new Uint8Array(steps).fill(ev.chargeEfficiency === 1 && ev.dischargeEfficiency === 1 ? 1 : 0)
  const isPair = discharge !== undefined && ev.minChargeKw === 0
  return {
    storeRow,
    storeHolds: (t) => sessionAt[t] >= 0,
    columns: { charge, energy, ...(discharge === undefined ? {} : { discharge }) },
    integersOf: ({ chargeKw }) => switches.map(([t, column]) => [column, chargeKw[t] > 0 ? 1 : 0]),
    ...(isPair && { pair: { asset: ev.index, first: charge, second: discharge, harmless } }),
    publish: (x) => {
      const chargeKw = x.slice(charge, charge + steps)
      const dischargeKw = discharge === undefined ? new Float64Array(steps) : x.slice(discharge, discharge + steps)
      const powerKw = dischargeKw.map((kw, t) => kw - chargeKw[t])
      const soc = Float64Array.from(sessionAt, (k, t) => (k < 0 ? NaN : x[energy + t] / ev.capacityKwh))
      return { powerKw, chargeKw, dischargeKw, soc }
    },
  }
}

/** From the session's lowest energy to the capacity; nothing while away. */
function energyBounds(ev: EvPlant, { elastic }: DeclareContext): { lower: Float64Array; upper: Float64Array } {
  const lower = Float64Array.from(ev.sessionAt, (k) => {
    if (k < 0) return 0
    const { minKwh, arriveKwh } = ev.sessions[k]
    return elastic ? Math.min(minKwh, arriveKwh) : minKwh
  })
  return { lower, upper: Float64Array.from(ev.sessionAt, (k) => (k < 0 ? 0 : ev.capacityKwh)) }
}

function declareEnergy(ev: EvPlant, context: DeclareContext, { charge, discharge, energy }: Firsts): number {
  const { builder, axis } = context
  let firstRow = -1
  for (const [t, k] of ev.sessionAt.entries()) {
    const arrives = k >= 0 && ev.sessions[k].from === t
    const before = arrives ? ev.sessions[k].arriveKwh : 0
    const row = builder.row({ asset: ev.index, kind: 'energy', step: t, lower: before, upper: before })
    if (t === 0) firstRow = row
    context.supply(ev.node, t, charge + t, -1)
    if (discharge !== undefined) context.supply(ev.node, t, discharge + t, 1)
    if (k < 0) continue
    if (!arrives) builder.entry(row, energy + t - 1, -1)
    builder.entry(row, energy + t, 1)
    builder.entry(row, charge + t, -ev.chargeEfficiency * axis.stepHours[t])
    if (discharge !== undefined) builder.entry(row, discharge + t, axis.stepHours[t] / ev.dischargeEfficiency)
  }
  return firstRow
}

/** A binary where charging has a least power, everywhere plugged in; else only to keep both directions apart. */
function declareSwitches(ev: EvPlant, context: DeclareContext, { charge, discharge }: Firsts): AtStep[] {
  const { builder } = context
  const { index: asset, minChargeKw, plugged } = ev
  const exclusive = context.binarySteps(asset)
  const switches: [number, number][] = []
  for (const [step, share] of plugged.entries()) {
    if (share === 0 || !(minChargeKw > 0 || (discharge !== undefined && exclusive[step]))) continue
    const kind = minChargeKw > 0 ? 'running' : 'charging'
    const on = builder.column({ asset, kind, step, lower: 0, upper: 1, integer: true })
    const most = builder.row({ asset, kind: 'charge', step, lower: -Infinity, upper: 0 })
    builder.entry(most, charge + step, 1)
    builder.entry(most, on, -ev.maxChargeKw * share)
    if (minChargeKw > 0) {
      const least = builder.row({ asset, kind: 'charge', step, lower: 0, upper: Infinity })
      builder.entry(least, charge + step, 1)
      builder.entry(least, on, -minChargeKw * share)
    }
    if (discharge !== undefined) {
      const upper = ev.maxDischargeKw * share
      const or = builder.row({ asset, kind: 'discharge', step, lower: -Infinity, upper })
      builder.entry(or, discharge + step, 1)
      builder.entry(or, on, upper)
    }
    switches.push([step, on])
  }
  return switches
}

function declareTarget(ev: EvPlant, session: EvSession, context: DeclareContext, energy: number): void {
  const { builder } = context
  const { targetKwh, to } = session
  const tag = { asset: ev.index, kind: 'target', step: to - 1 } as const
  const row = builder.row({ ...tag, lower: targetKwh, upper: Infinity })
  builder.entry(row, energy + to - 1, 1)
  if (!context.elastic || ev.hard.includes('targetSoc')) return
  const short = builder.column({ ...tag, lower: 0, upper: targetKwh })
  builder.entry(row, short, 1)
  context.slack(1, short, 1)
}

/** Tier 2: energy below the session's lowest after an arrival below it, weighed by the hours it is. */
function declareBand(
  ev: EvPlant,
  { from, to, minKwh, arriveKwh }: EvSession,
  context: DeclareContext,
  energy: number,
): void {
  if (arriveKwh >= minKwh) return
  const { builder, axis } = context
  for (let step = from; step < to; step++) {
    const tag = { asset: ev.index, kind: 'socMin', step } as const
    const row = builder.row({ ...tag, lower: minKwh, upper: Infinity })
    const slack = builder.column({ ...tag, lower: 0, upper: minKwh - arriveKwh })
    builder.entry(row, energy + step, 1)
    builder.entry(row, slack, 1)
    context.slack(2, slack, axis.stepHours[step])
  }
}

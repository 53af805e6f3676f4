import type { BatteryPlant } from '../plant/battery.ts'
import { idleEnergyKwh } from '../passes/reach.ts'
import { declareDepth } from './battery-depth.ts'
import { declareCycles, declareTargets } from './battery-extras.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareStore, storePowers } from './store.ts'

/** e_t = ρ_t e_{t−1} + ηc c_t h_t − d_t h_t / ηd, with c, d, e within their limits; wear on discharge; value at the end. */
export function declareBattery(battery: BatteryPlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const wear = battery.wearCostPerKwh
  const charge = context.block(battery, { kind: 'charge', lower: 0, upper: battery.maxChargeKw })
  const discharge = context.block(battery, {
    kind: 'discharge',
    lower: 0,
    upper: battery.maxDischargeKw,
    ...(wear === undefined ? {} : { line: 'wear', cost: (t: number) => wear * stepHours[t] }),
  })
  const energy = context.block(battery, { kind: 'energy', ...energyBounds(battery, context) })
  const first = { charge, discharge, energy }
  const part = declareStore(battery, context, battery.node, first)
  if (context.elastic) declareSlack(battery, context, energy)
  if (battery.endValue) declareEndValue(battery, context, energy + steps - 1)
  declareCycles(battery, context, discharge)
  declareTargets(battery, context, energy)
  const depth = battery.wearSegments && declareDepth(battery, context, { charge, discharge })
  return {
    ...part,
    ...(depth && { depthRows: depth.rows, tidy: depth.tidy }),
    publish: (x) => {
      const soc = x.slice(energy, energy + steps).map((kwh) => kwh / battery.capacityKwh)
      return { ...storePowers(x, first, steps), soc }
    },
  }
}

/** The SoC band; where limits may bend, widened to the idle path so that doing nothing is always possible. */
function energyBounds(battery: BatteryPlant, context: DeclareContext): { lower: Float64Array; upper: Float64Array } {
  const lower = battery.minKwh.slice()
  const upper = battery.maxKwh.slice()
  const last = lower.length - 1
  if (context.elastic) {
    const idle = idleEnergyKwh(battery)
    for (const [t, kwh] of idle.entries()) {
      lower[t] = Math.min(lower[t], kwh)
      upper[t] = Math.max(upper[t], kwh)
    }
  }
  const firm = !context.elastic || battery.hard.includes('endSocMin')
  if (battery.endMinKwh !== undefined && firm) lower[last] = Math.max(lower[last], battery.endMinKwh)
  return { lower, upper }
}

/** Tier 2: what lies outside the SoC band, weighed by the hours it does, and what is missing at the end. */
function declareSlack(battery: BatteryPlant, context: DeclareContext, energy: number): void {
  const { stepHours, steps } = context.axis
  const { lower, upper } = energyBounds(battery, context)
  const bend = (
    kind: 'socMin' | 'socMax' | 'endSocMin',
    step: number,
    limitKwh: number,
    most: number,
    weight: number,
  ): void => {
    const asset = battery.index
    const sign = kind === 'socMax' ? -1 : 1
    const slack = context.builder.column({ asset, kind, step, lower: 0, upper: most })
    const row = context.builder.row({ asset, kind, step, lower: sign * limitKwh, upper: Infinity })
    context.builder.entry(row, energy + step, sign)
    context.builder.entry(row, slack, 1)
    context.slack(2, slack, weight)
  }
  for (let t = 0; t < steps; t++) {
    const { [t]: min } = battery.minKwh
    const { [t]: max } = battery.maxKwh
    if (lower[t] < min) bend('socMin', t, min, min - lower[t], stepHours[t])
    if (upper[t] > max) bend('socMax', t, max, upper[t] - max, stepHours[t])
  }
  const { endMinKwh } = battery
  if (endMinKwh !== undefined && lower[steps - 1] < endMinKwh)
    bend('endSocMin', steps - 1, endMinKwh, endMinKwh, stepHours[steps - 1])
}

/** V(e₀) − Σ v_k y_k with Σ y_k = e_T − L_T; below L_T (only where limits bend) a kWh is worth what the first one is. */
function declareEndValue(battery: BatteryPlant, context: DeclareContext, lastEnergy: number): void {
  const { builder, axis } = context
  const segments = battery.endValue ?? []
  const step = axis.steps - 1
  const emptyKwh = battery.minKwh[step]
  const asset = battery.index
  const row = builder.row({ asset, kind: 'endValue', step, lower: -emptyKwh, upper: -emptyKwh })
  builder.entry(row, lastEnergy, -1)
  let openKwh = battery.startKwh - emptyKwh
  let startValue = Math.min(0, openKwh) * segments[0].pricePerKwh
  for (const { sizeKwh, pricePerKwh } of segments) {
    const filled = builder.column({
      asset,
      kind: 'endValue',
      step,
      lower: 0,
      upper: sizeKwh,
      cost: -pricePerKwh,
      line: 'endValue',
    })
    builder.entry(row, filled, 1)
    startValue += Math.max(0, Math.min(openKwh, sizeKwh)) * pricePerKwh
    openKwh -= sizeKwh
  }
  builder.constant(asset, 'endValue', startValue)
  if (!context.elastic) return
  const { pricePerKwh } = segments[0]
  const short = builder.column({
    asset,
    kind: 'endValue',
    step,
    lower: 0,
    upper: emptyKwh,
    cost: pricePerKwh,
    line: 'endValue',
  })
  builder.entry(row, short, -1)
}

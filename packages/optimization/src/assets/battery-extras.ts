import type { BatteryPlant } from '../plant/battery.ts'
import type { DeclareContext } from './declare.ts'

/** Σ d h / ηd ≤ N · capacity. */
export function declareCycles(battery: BatteryPlant, { builder, axis }: DeclareContext, discharge: number): void {
  const { index: asset, mostThroughputKwh: upper } = battery
  if (upper === Infinity) return
  const row = builder.row({ asset, kind: 'cycles', step: 0, lower: -Infinity, upper })
  for (const [t, hours] of axis.stepHours.entries())
    builder.entry(row, discharge + t, hours / battery.dischargeEfficiency)
}

/** e ≥ target − z at the end of a step, z in the target's own tier. */
export function declareTargets(battery: BatteryPlant, context: DeclareContext, energy: number): void {
  const { builder } = context
  for (const { step, kwh, tier } of battery.socTargets) {
    const tag = { asset: battery.index, kind: 'socTarget', step } as const
    const row = builder.row({ ...tag, lower: kwh, upper: Infinity })
    builder.entry(row, energy + step, 1)
    if (!context.elastic || battery.hard.includes('socTargets')) continue
    const short = builder.column({ ...tag, lower: 0, upper: kwh })
    builder.entry(row, short, 1)
    context.slack(tier, short, 1)
  }
}

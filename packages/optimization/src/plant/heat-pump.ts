import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** When a device may switch, and what a start costs. */
export interface SwitchRules {
  readonly minOnMs: number
  readonly minOffMs: number
  readonly startCost: number | undefined
  /** What it did before the horizon and since which instant; where unknown, its first step is no switch. */
  readonly before: { readonly on: boolean; readonly sinceMs: number } | undefined
}
/** q = COP · p, with a least power while it runs. */
export interface HeatPumpPlant extends AssetBase {
  readonly type: 'heatPump'
  readonly heatNode: number
  readonly minPowerKw: number
  readonly maxPowerKw: number
  readonly cop: Float64Array
  readonly rules: SwitchRules | undefined
}
type HeatPumpRequest = Extract<OptimizeAsset, { type: 'heatPump' }>

const HOUR_MS = 3_600_000

/** @throws Failure 'invalid' when its minimum lies above its maximum */
export function readHeatPump(asset: HeatPumpRequest, base: AssetBase, reader: FieldReader): HeatPumpPlant {
  const { maxPowerKw, minPowerKw = 0 } = asset
  if (minPowerKw > maxPowerKw)
    reader.fail('POWER_LIMITS_CROSSED', 'minPowerKw', `minPowerKw ${minPowerKw} is above maxPowerKw ${maxPowerKw}`)
  return {
    ...base,
    type: 'heatPump',
    heatNode: reader.node('heat', asset.heatNode),
    minPowerKw,
    maxPowerKw,
    cop: reader.numbers('cop', asset.cop, { min: 0 }),
    rules: readRules(asset.commitment, reader),
  }
}

/** Undefined where nothing is asked. */
export function readRules(commitment: HeatPumpRequest['commitment'], { axis }: FieldReader): SwitchRules | undefined {
  const { minOnHours = 0, minOffHours = 0, startCost, state } = commitment ?? {}
  if (minOnHours === 0 && minOffHours === 0 && startCost === undefined) return undefined
  const ms = (hours: number): number => Math.round(hours * HOUR_MS)
  const before = state && { on: state.on, sinceMs: axis.startsMs[0] - ms(state.sinceHours) }
  return { minOnMs: ms(minOnHours), minOffMs: ms(minOffHours), startCost, before }
}

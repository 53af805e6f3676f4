// What a battery may have beside its limits: wear by depth, a bound on its cycles, where its energy comes from, targets.
import type { OptimizeAsset } from '@omarino/contracts'
import type { FieldReader } from './profiles.ts'

/** A slice of the capacity; the shallowest comes first, and deeper ones wear no less. */
export interface WearSegment {
  readonly sizeKwh: number
  readonly costPerKwh: number
}
/** What must be stored at the end of a step. */
export interface SocTarget {
  readonly step: number
  readonly kwh: number
  readonly atMs: number
  readonly tier: 1 | 2 | 3
}
export interface BatteryExtras {
  readonly wearSegments: readonly WearSegment[] | undefined
  /** The most that its cells may deliver over the horizon. */
  readonly mostThroughputKwh: number
  /** False where it may charge only from what renewables of its node generate. */
  readonly gridCharge: boolean
  /** False where it may deliver only what its node consumes. */
  readonly gridExport: boolean
  readonly socTargets: readonly SocTarget[]
}
type BatteryRequest = Extract<OptimizeAsset, { type: 'battery' }>

const WHOLE = 1e-9

/** @throws Failure 'invalid' when wear is told twice or falls with depth, shares are no whole, or a target lies within a step */
export const readBatteryExtras = (asset: BatteryRequest, reader: FieldReader): BatteryExtras => ({
  wearSegments: readWear(asset, reader),
  mostThroughputKwh: (asset.maxCycles ?? Infinity) * asset.capacityKwh,
  gridCharge: asset.gridCharge ?? true,
  gridExport: asset.gridExport ?? true,
  socTargets: readTargets(asset, reader),
})

function readWear(asset: BatteryRequest, reader: FieldReader): WearSegment[] | undefined {
  const { wearSegments, wearCostPerKwh, capacityKwh } = asset
  if (wearSegments === undefined) return undefined
  if (wearCostPerKwh !== undefined)
    reader.fail('WEAR_TWICE', 'wearSegments', 'give wearCostPerKwh or wearSegments, not both')
  const whole = wearSegments.reduce((sum, { share }) => sum + share, 0)
  if (Math.abs(whole - 1) > WHOLE)
    reader.fail('WEAR_SHARES', 'wearSegments', `the shares of the wear segments sum to ${whole}, not to 1`)
  const falling = wearSegments.findIndex((segment, k) => k > 0 && segment.costPerKwh < wearSegments[k - 1].costPerKwh)
  if (falling >= 0)
    reader.fail(
      'WEAR_FALLS',
      `wearSegments/${falling}`,
      `wear segment ${falling} costs less than the shallower one before`,
    )
  return wearSegments.map(({ share, costPerKwh }) => ({ sizeKwh: share * capacityKwh, costPerKwh }))
}

/** Targets within the horizon; those before and after it are for other plans. */
function readTargets({ socTargets = [], capacityKwh }: BatteryRequest, reader: FieldReader): SocTarget[] {
  const { endsMs, startsMs } = reader.axis
  return socTargets.flatMap(({ at, soc, tier }, k) => {
    const atMs = reader.instantMs(`socTargets/${k}/at`, at)
    const step = endsMs.indexOf(atMs)
    if (step >= 0) return [{ step, kwh: soc * capacityKwh, atMs, tier }]
    const within = startsMs.findIndex((startMs, t) => startMs < atMs && atMs < endsMs[t])
    if (within >= 0)
      reader.fail(
        'SOC_TARGET_SPLITS_STEP',
        `socTargets/${k}/at`,
        `the target at ${at} lies within step ${within}, not at its end`,
      )
    return []
  })
}

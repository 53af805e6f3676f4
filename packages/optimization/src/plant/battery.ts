import type { OptimizeAsset } from '@omarino/contracts'
import { readBatteryExtras, type BatteryExtras } from './battery-extras.ts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** Stored energy priced at the end of the horizon, the first kWh above the lower SoC limit first; prices fall. */
export interface ValueSegment {
  readonly sizeKwh: number
  readonly pricePerKwh: number
}
/** A battery with its limits as energies; shapes [T] are per step. */
export interface BatteryPlant extends AssetBase, BatteryExtras {
  readonly type: 'battery'
  readonly capacityKwh: number
  readonly maxChargeKw: Float64Array
  readonly maxDischargeKw: Float64Array
  readonly chargeEfficiency: number
  readonly dischargeEfficiency: number
  readonly minKwh: Float64Array
  readonly maxKwh: Float64Array
  readonly startKwh: number
  readonly endMinKwh: number | undefined
  /** Share of the energy at a step's start that is left at its end: (1 − σ)^h. */
  readonly retention: Float64Array
  readonly endValue: readonly ValueSegment[] | undefined
  readonly wearCostPerKwh: number | undefined
}
type BatteryRequest = Extract<OptimizeAsset, { type: 'battery' }>

/** @throws Failure 'invalid' when SoC limits cross, or the end value is told twice or rises */
export function readBattery(asset: BatteryRequest, base: AssetBase, reader: FieldReader): BatteryPlant {
  const { capacityKwh } = asset
  const socMin = reader.numbers('socMin', asset.socMin, { min: 0, max: 1 })
  const socMax = reader.numbers('socMax', asset.socMax, { min: 0, max: 1 })
  const crossed = socMin.findIndex((min, t) => min > socMax[t])
  if (crossed >= 0)
    reader.fail(
      'SOC_LIMITS_CROSSED',
      'socMin',
      `at step ${crossed} socMin ${socMin[crossed]} is above socMax ${socMax[crossed]}`,
    )
  const leak = asset.selfDischargePerHour ?? 0
  return {
    ...base,
    type: 'battery',
    capacityKwh,
    maxChargeKw: reader.numbers('maxChargeKw', asset.maxChargeKw, { min: 0 }),
    maxDischargeKw: reader.numbers('maxDischargeKw', asset.maxDischargeKw, { min: 0 }),
    chargeEfficiency: asset.chargeEfficiency,
    dischargeEfficiency: asset.dischargeEfficiency,
    minKwh: socMin.map((soc) => soc * capacityKwh),
    maxKwh: socMax.map((soc) => soc * capacityKwh),
    startKwh: asset.startSoc * capacityKwh,
    endMinKwh: asset.endSocMin === undefined ? undefined : asset.endSocMin * capacityKwh,
    retention: reader.axis.stepHours.map((hours) => (1 - leak) ** hours),
    endValue: readEndValue(asset, reader),
    wearCostPerKwh: asset.wearCostPerKwh,
    ...readBatteryExtras(asset, reader),
  }
}

function readEndValue(asset: BatteryRequest, reader: FieldReader): ValueSegment[] | undefined {
  const { endValuePerKwh, endValueSegments, capacityKwh } = asset
  if (endValueSegments === undefined)
    return endValuePerKwh === undefined ? undefined : [{ sizeKwh: capacityKwh, pricePerKwh: endValuePerKwh }]
  if (endValuePerKwh !== undefined)
    reader.fail('END_VALUE_TWICE', 'endValueSegments', 'give endValuePerKwh or endValueSegments, not both')
  const rising = endValueSegments.findIndex(
    (segment, k) => k > 0 && segment.pricePerKwh > endValueSegments[k - 1].pricePerKwh,
  )
  if (rising >= 0)
    reader.fail(
      'END_VALUE_RISES',
      `endValueSegments/${rising}`,
      `end value segment ${rising} is worth more than the one before; prices must fall`,
    )
  const last = endValueSegments[endValueSegments.length - 1]
  return [...endValueSegments, { sizeKwh: capacityKwh, pricePerKwh: Math.min(0, last.pricePerKwh) }]
}

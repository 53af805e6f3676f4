import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** A store of heat at a heat node; all powers and energies are heat. */
export interface ThermalStorePlant extends AssetBase {
  readonly type: 'thermalStore'
  readonly heatNode: number
  readonly capacityKwh: number
  readonly maxChargeKw: number
  readonly maxDischargeKw: number
  readonly chargeEfficiency: number
  readonly dischargeEfficiency: number
  readonly startKwh: number
  readonly minKwh: number
  /** Share of the energy at a step's start that is left at its end: (1 − loss)^h; shape [T]. */
  readonly retention: Float64Array
  readonly endValuePerKwh: number | undefined
}

/** @throws Failure 'invalid' when it starts with, or must keep, more than it holds */
export function readThermalStore(
  asset: Extract<OptimizeAsset, { type: 'thermalStore' }>,
  base: AssetBase,
  reader: FieldReader,
): ThermalStorePlant {
  const { capacityKwh, startKwh, minKwh = 0 } = asset
  for (const [field, kwh] of Object.entries({ startKwh, minKwh }))
    if (kwh > capacityKwh)
      reader.fail('STORE_OVERFULL', field, `${field} ${kwh} is more than the store holds, ${capacityKwh} kWh`)
  return {
    ...base,
    type: 'thermalStore',
    heatNode: reader.node('heat', asset.heatNode),
    capacityKwh,
    maxChargeKw: asset.maxChargeKw,
    maxDischargeKw: asset.maxDischargeKw,
    chargeEfficiency: asset.chargeEfficiency,
    dischargeEfficiency: asset.dischargeEfficiency,
    startKwh,
    minKwh,
    retention: reader.axis.stepHours.map((hours) => (1 - asset.lossPerHour) ** hours),
    endValuePerKwh: asset.endValuePerKwh,
  }
}

import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** PV or wind. A negative availability (an inverter's standby at night) is consumption that cannot be refused. */
export interface RenewablePlant extends AssetBase {
  readonly type: 'pv' | 'wind'
  readonly availableKw: Float64Array
  readonly curtailable: boolean
  readonly curtailCostPerKwh: number | undefined
}

export function readRenewable(
  asset: Extract<OptimizeAsset, { type: 'pv' | 'wind' }>,
  base: AssetBase,
  reader: FieldReader,
): RenewablePlant {
  return {
    ...base,
    type: asset.type,
    availableKw: reader.numbers('availableKw', asset.availableKw),
    curtailable: asset.curtailable,
    curtailCostPerKwh: asset.curtailCostPerKwh,
  }
}

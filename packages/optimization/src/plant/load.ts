import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** Consumption that is not dispatched, positive; shed only at its price. */
export interface LoadPlant extends AssetBase {
  readonly type: 'load'
  readonly powerKw: Float64Array
  readonly shedCostPerKwh: number | undefined
}

export function readLoad(
  asset: Extract<OptimizeAsset, { type: 'load' }>,
  base: AssetBase,
  reader: FieldReader,
): LoadPlant {
  return {
    ...base,
    type: 'load',
    powerKw: reader.numbers('powerKw', asset.powerKw),
    shedCostPerKwh: asset.shedCostPerKwh,
  }
}

import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** Demand for heat, positive; what cannot be served is a broken promise. */
export interface HeatLoadPlant extends AssetBase {
  readonly type: 'heatLoad'
  readonly heatNode: number
  readonly powerKw: Float64Array
}

export function readHeatLoad(
  asset: Extract<OptimizeAsset, { type: 'heatLoad' }>,
  base: AssetBase,
  reader: FieldReader,
): HeatLoadPlant {
  return {
    ...base,
    type: 'heatLoad',
    heatNode: reader.node('heat', asset.heatNode),
    powerKw: reader.numbers('powerKw', asset.powerKw, { min: 0 }),
  }
}

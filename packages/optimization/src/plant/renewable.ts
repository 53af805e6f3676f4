import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** PV or wind. A negative availability (an inverter's standby at night) is consumption that cannot be refused. */
interface Source extends AssetBase {
  readonly availableKw: Float64Array
  readonly curtailable: boolean
  readonly curtailCostPerKwh: number | undefined
}

export interface PvPlant extends Source {
  readonly type: 'pv'
}
export interface WindPlant extends Source {
  readonly type: 'wind'
}
export type RenewablePlant = PvPlant | WindPlant

type Request<T extends 'pv' | 'wind'> = Extract<OptimizeAsset, { type: T }>

export const readPv = (asset: Request<'pv'>, base: AssetBase, reader: FieldReader): PvPlant => ({
  ...readSource(asset, base, reader),
  type: 'pv',
})
export const readWind = (asset: Request<'wind'>, base: AssetBase, reader: FieldReader): WindPlant => ({
  ...readSource(asset, base, reader),
  type: 'wind',
})

function readSource(asset: Request<'pv' | 'wind'>, base: AssetBase, reader: FieldReader): Source {
  return {
    ...base,
    availableKw: reader.numbers('availableKw', asset.availableKw),
    curtailable: asset.curtailable,
    curtailCostPerKwh: asset.curtailCostPerKwh,
  }
}

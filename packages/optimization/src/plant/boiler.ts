import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

export interface Fuel {
  /** Per kWh of fuel; shape [T]. */
  readonly pricePerKwh: Float64Array
  /** Per kWh of fuel. */
  readonly co2KgPerKwh: number
}
/** Heat from fuel or, where there is none, from electricity. */
export interface BoilerPlant extends AssetBase {
  readonly type: 'boiler'
  readonly heatNode: number
  readonly maxHeatKw: number
  /** The least that it makes while it runs. */
  readonly minHeatKw: number
  /** Heat per unit of fuel or electricity. */
  readonly efficiency: number
  readonly fuel: Fuel | undefined
}
type BoilerRequest = Extract<OptimizeAsset, { type: 'boiler' }>

/** @throws Failure 'invalid' when it burns both or neither, or its minimum lies above its maximum */
export function readBoiler(asset: BoilerRequest, base: AssetBase, reader: FieldReader): BoilerPlant {
  const { maxHeatKw, minHeatKw = 0 } = asset
  if (minHeatKw > maxHeatKw)
    reader.fail('HEAT_LIMITS_CROSSED', 'minHeatKw', `minHeatKw ${minHeatKw} is above maxHeatKw ${maxHeatKw}`)
  return {
    ...base,
    type: 'boiler',
    heatNode: reader.node('heat', asset.heatNode),
    maxHeatKw,
    minHeatKw,
    efficiency: asset.efficiency,
    fuel: readFuel(asset, reader),
  }
}

function readFuel(asset: BoilerRequest, reader: FieldReader): Fuel | undefined {
  const { electric = false, fuelPricePerKwh, co2KgPerKwh } = asset
  if (electric === (fuelPricePerKwh !== undefined))
    reader.fail('BOILER_INPUT', 'electric', 'give electric: true or fuelPricePerKwh, one of the two')
  if (electric && co2KgPerKwh !== undefined)
    reader.fail(
      'BOILER_INPUT',
      'co2KgPerKwh',
      'an electric boiler burns no fuel; emissions of electricity stand with the grid',
    )
  if (fuelPricePerKwh === undefined) return undefined
  return { pricePerKwh: reader.numbers('fuelPricePerKwh', fuelPricePerKwh), co2KgPerKwh: co2KgPerKwh ?? 0 }
}

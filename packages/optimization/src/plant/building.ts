import type { OptimizeAsset } from '@omarino/contracts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** One temperature that stores heat and loses it through a resistance. */
export interface Mass {
  readonly resistanceKPerKw: number
  readonly capacityKwhPerK: number
  readonly startC: number
}
/** 1R1C (room to outdoors) or, with a wall, 2R2C (room to wall, wall to outdoors); heat and gains enter the room. */
export interface BuildingPlant extends AssetBase {
  readonly type: 'building'
  readonly heatNode: number
  readonly room: Mass
  readonly wall: Mass | undefined
  readonly outdoorC: Float64Array
  readonly gainsKw: Float64Array
  readonly comfortMinC: Float64Array
  readonly comfortMaxC: Float64Array
  readonly discomfortPricePerKh: number
}
type BuildingRequest = Extract<OptimizeAsset, { type: 'building' }>

/** @throws Failure 'invalid' when comfort limits cross, or the wall's fields do not fit the model */
export function readBuilding(asset: BuildingRequest, base: AssetBase, reader: FieldReader): BuildingPlant {
  const comfortMinC = reader.numbers('comfortMinC', asset.comfortMinC)
  const comfortMaxC = reader.numbers('comfortMaxC', asset.comfortMaxC)
  const crossed = comfortMinC.findIndex((min, t) => min > comfortMaxC[t])
  if (crossed >= 0) {
    const [min, max] = [comfortMinC[crossed], comfortMaxC[crossed]]
    reader.fail('COMFORT_CROSSED', 'comfortMinC', `at step ${crossed} comfortMinC ${min} is above comfortMaxC ${max}`)
  }
  const { resistanceKPerKw, capacityKwhPerK, startC } = asset
  return {
    ...base,
    type: 'building',
    heatNode: reader.node('heat', asset.heatNode),
    room: { resistanceKPerKw, capacityKwhPerK, startC },
    wall: readWall(asset, reader),
    outdoorC: reader.numbers('outdoorC', asset.outdoorC),
    gainsKw: reader.numbers('gainsKw', asset.gainsKw ?? 0),
    comfortMinC,
    comfortMaxC,
    discomfortPricePerKh: asset.discomfortPricePerKh,
  }
}

function readWall(asset: BuildingRequest, reader: FieldReader): Mass | undefined {
  const { model, wallResistanceKPerKw, wallCapacityKwhPerK, wallStartC } = asset
  for (const [field, value] of Object.entries({ wallResistanceKPerKw, wallCapacityKwhPerK, wallStartC }))
    if ((value !== undefined) !== (model === '2R2C'))
      reader.fail('BUILDING_WALL', field, `model ${model} ${model === '2R2C' ? 'needs' : 'has no'} ${field}`)
  if (wallResistanceKPerKw === undefined || wallCapacityKwhPerK === undefined || wallStartC === undefined)
    return undefined
  return { resistanceKPerKw: wallResistanceKPerKw, capacityKwhPerK: wallCapacityKwhPerK, startC: wallStartC }
}

import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { Failure, isZone } from '@omarino/energy'
import { readAxis, type Axis } from './axis.ts'
import { readBattery, type BatteryPlant } from './battery.ts'
import { readGrid, type GridPlant } from './grid.ts'
import { readLoad, type LoadPlant } from './load.ts'
import { fieldReader, type FieldReader } from './profiles.ts'
import { readRenewable, type RenewablePlant } from './renewable.ts'

/** What every asset has: its place in the request, its id, its electricity node, the limits that must not bend. */
export interface AssetBase {
  readonly index: number
  readonly id: string
  readonly node: number
  readonly hard: readonly string[]
}
export type AssetPlant = BatteryPlant | RenewablePlant | LoadPlant | GridPlant
/** A request with every profile turned into numbers per step. Model, settlement and check all start from here. */
export interface Plant {
  readonly zone: string
  readonly currency: string
  readonly axis: Axis
  readonly nodes: readonly string[]
  readonly assets: readonly AssetPlant[]
}

/** What `hard` may name, by type; the limits of a grid connection are hard anyway. */
const BENDABLE: Readonly<Record<OptimizeAsset['type'], readonly string[]>> = {
  battery: ['endSocMin'],
  pv: ['availableKw'],
  wind: ['availableKw'],
  load: ['powerKw'],
  grid: ['importLimitKw', 'exportLimitKw'],
}

/**
 * Turns a request into numbers.
 * @throws Failure 'invalid' with a JSON pointer: a missing value, an unknown profile, a wrong length, crossed limits
 */
export function readPlant(request: OptimizeRequest): Plant {
  const { site, assets } = request
  if (!isZone(site.timeZone))
    throw new Failure('invalid', 'ZONE_UNKNOWN', `"${site.timeZone}" is not a time zone`, '/site/timeZone')
  const axis = readAxis(request.horizon)
  const nodes = [...new Set(assets.map((asset) => asset.node ?? 'main'))]
  refuseTwins(assets)
  const read = assets.map((asset, index): AssetPlant => {
    const reader = fieldReader(request, axis, asset, index)
    const base = { index, id: asset.id, node: nodes.indexOf(asset.node ?? 'main'), hard: readHard(asset, reader) }
    return readAsset(asset, base, reader)
  })
  return { zone: site.timeZone, currency: site.currency, axis, nodes, assets: read }
}

function readAsset(asset: OptimizeAsset, base: AssetBase, reader: FieldReader): AssetPlant {
  if (asset.type === 'battery') return readBattery(asset, base, reader)
  if (asset.type === 'load') return readLoad(asset, base, reader)
  if (asset.type === 'grid') return readGrid(asset, base, reader)
  return readRenewable(asset, base, reader)
}

function readHard(asset: OptimizeAsset, reader: FieldReader): readonly string[] {
  const allowed = BENDABLE[asset.type]
  const wrong = asset.hard?.findIndex((name) => !allowed.includes(name)) ?? -1
  if (wrong >= 0)
    reader.fail(
      'HARD_UNKNOWN',
      `hard/${wrong}`,
      `"${asset.hard?.[wrong]}" is no limit that could bend; ${allowed.join(', ')} could`,
    )
  return asset.hard ?? []
}

function refuseTwins(assets: readonly OptimizeAsset[]): void {
  const twin = assets.findIndex((asset, index) => assets.findIndex((other) => other.id === asset.id) < index)
  if (twin >= 0)
    throw new Failure('invalid', 'ASSET_ID_TWICE', `two assets are called "${assets[twin].id}"`, `/assets/${twin}/id`)
}

export const batteriesOf = (plant: Plant): BatteryPlant[] => plant.assets.filter((asset) => asset.type === 'battery')
export const gridsOf = (plant: Plant): GridPlant[] => plant.assets.filter((asset) => asset.type === 'grid')
export const loadsOf = (plant: Plant): LoadPlant[] => plant.assets.filter((asset) => asset.type === 'load')
export const renewablesOf = (plant: Plant): RenewablePlant[] =>
  plant.assets.filter((asset): asset is RenewablePlant => asset.type === 'pv' || asset.type === 'wind')

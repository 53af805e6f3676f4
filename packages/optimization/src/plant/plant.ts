import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { Failure, isZone } from '@omarino/energy'
import { readAxis, type Axis } from './axis.ts'
import { readBattery, type BatteryPlant } from './battery.ts'
import { readBoiler, type BoilerPlant } from './boiler.ts'
import { readBuilding, type BuildingPlant } from './building.ts'
import { readDeferrable, type DeferrablePlant } from './deferrable.ts'
import { readElectrolyzer, type ElectrolyzerPlant } from './electrolyzer.ts'
import { readEv, type EvPlant } from './ev.ts'
import { readGenerator, type GeneratorPlant } from './generator.ts'
import { readGrid, type GridPlant } from './grid.ts'
import { readHeatLoad, type HeatLoadPlant } from './heat-load.ts'
import { readHeatPump, type HeatPumpPlant } from './heat-pump.ts'
import { readLoad, type LoadPlant } from './load.ts'
import { readPins, type Pin } from './pins.ts'
import { fieldReader, type FieldReader } from './profiles.ts'
import { readPv, readWind, type PvPlant, type WindPlant } from './renewable.ts'
import { linkSequences } from './sequences.ts'
import { readLimits, readReserves, readWants, type LimitPlant, type ReservePlant, type Wants } from './site-wide.ts'
import { readThermalStore, type ThermalStorePlant } from './thermal-store.ts'

/** What every asset has: its place in the request, its id, its electricity node (−1 where it has none), the limits that must not bend. */
export interface AssetBase {
  readonly index: number
  readonly id: string
  readonly node: number
  readonly hard: readonly string[]
}
export type AssetPlant =
  | BatteryPlant
  | PvPlant
  | WindPlant
  | LoadPlant
  | HeatLoadPlant
  | HeatPumpPlant
  | BoilerPlant
  | ThermalStorePlant
  | BuildingPlant
  | ElectrolyzerPlant
  | GeneratorPlant
  | GridPlant
  | EvPlant
  | DeferrablePlant
export type AssetType = AssetPlant['type']
export type PlantOf<T extends AssetType> = Extract<AssetPlant, { type: T }>

/** One function per type of asset: a table with a gap does not compile. */
export type ByType<Rest extends readonly unknown[], Out> = {
  readonly [T in AssetType]: (asset: PlantOf<T>, ...rest: Rest) => Out
}
/** Calls the function of the asset's type. */
export function byType<Rest extends readonly unknown[], Out>(
  table: ByType<Rest, Out>,
  asset: AssetPlant,
  ...rest: Rest
): Out {
  return (table[asset.type] as (asset: AssetPlant, ...rest: Rest) => Out)(asset, ...rest)
}

/** Where power must balance at every step. */
export interface Node {
  readonly name: string
  readonly carrier: 'electricity' | 'heat'
}
/** A request with every profile turned into numbers per step. Model, settlement and check all start from here. */
export interface Plant {
  readonly zone: string
  readonly currency: string
  readonly axis: Axis
  readonly nodes: readonly Node[]
  readonly assets: readonly AssetPlant[]
  readonly reserves: readonly ReservePlant[]
  readonly limits: readonly LimitPlant[]
  readonly wants: Wants
  readonly pins: readonly Pin[]
}

type RequestOf<T extends AssetType> = Extract<OptimizeAsset, { type: T }>
interface AssetEntry<T extends AssetType> {
  /** What `hard` may name: limits that bend otherwise. */
  readonly bendable: readonly string[]
  read(asset: RequestOf<T>, base: AssetBase, reader: FieldReader): PlantOf<T>
}
const ENTRIES: { readonly [T in AssetType]: AssetEntry<T> } = {
  battery: { bendable: ['endSocMin', 'socTargets'], read: readBattery },
  pv: { bendable: ['availableKw'], read: readPv },
  wind: { bendable: ['availableKw'], read: readWind },
  load: { bendable: ['powerKw'], read: readLoad },
  deferrable: { bendable: ['latestEnd'], read: readDeferrable },
  ev: { bendable: ['targetSoc'], read: readEv },
  heatLoad: { bendable: ['powerKw'], read: readHeatLoad },
  heatPump: { bendable: ['minOnHours'], read: readHeatPump },
  boiler: { bendable: [], read: readBoiler },
  thermalStore: { bendable: ['minKwh'], read: readThermalStore },
  building: { bendable: [], read: readBuilding },
  electrolyzer: { bendable: ['targets', 'minOnHours'], read: readElectrolyzer },
  generator: { bendable: ['minPowerKw', 'heat'], read: readGenerator },
  grid: { bendable: ['importLimitKw', 'exportLimitKw'], read: readGrid }, // never bend
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
  refuseTwins(request)
  const nodes = readNodes(assets)
  const readerAt = (pointer: string, title: string): FieldReader => fieldReader(request, axis, nodes, pointer, title)
  const read = assets.map((asset, index): AssetPlant => {
    const reader = readerAt(`/assets/${index}`, `${asset.type} "${asset.id}"`)
    const node = reader.node('electricity', asset.node ?? MAIN)
    return readAsset(asset, { index, id: asset.id, node, hard: readHard(asset, reader) }, reader)
  })
  return {
    zone: site.timeZone,
    currency: site.currency,
    axis,
    nodes,
    assets: linkSequences(request, read, readerAt),
    reserves: readReserves(request, read, readerAt),
    limits: readLimits(request, read, readerAt),
    wants: readWants(request),
    pins: readPins(request.pins, read, readerAt),
  }
}

const MAIN = 'main'

/** Electricity nodes, then heat nodes, each in the order of the request. */
function readNodes(assets: readonly OptimizeAsset[]): Node[] {
  const electricity = new Set(assets.filter(usesElectricity).map((asset) => asset.node ?? MAIN))
  const heat = new Set(assets.flatMap((asset) => heatNodeOf(asset) ?? []))
  const twice = [...heat].find((name) => electricity.has(name))
  if (twice !== undefined)
    throw new Failure('invalid', 'NODE_NAME_TWICE', `"${twice}" is both an electricity and a heat node`, '/assets')
  const nodes = (names: Set<string>, carrier: Node['carrier']): Node[] => [...names].map((name) => ({ name, carrier }))
  return [...nodes(electricity, 'electricity'), ...nodes(heat, 'heat')]
}

const HEAT_ALONE: ReadonlySet<OptimizeAsset['type']> = new Set(['heatLoad', 'thermalStore', 'building'])
const usesElectricity = (asset: OptimizeAsset): boolean =>
  asset.type === 'boiler' ? asset.electric === true : !HEAT_ALONE.has(asset.type)

function heatNodeOf(asset: OptimizeAsset): string | undefined {
  if ('heatNode' in asset) return asset.heatNode
  return 'heat' in asset ? (asset.heat as { heatNode: string } | undefined)?.heatNode : undefined
}

function readAsset(asset: OptimizeAsset, base: AssetBase, reader: FieldReader): AssetPlant {
  const { read } = ENTRIES[asset.type] as unknown as { read: (...all: unknown[]) => AssetPlant }
  return read(asset, base, reader)
}

function readHard(asset: OptimizeAsset, reader: FieldReader): readonly string[] {
  const allowed = ENTRIES[asset.type].bendable
  const wrong = asset.hard?.findIndex((name) => !allowed.includes(name)) ?? -1
  if (wrong >= 0)
    reader.fail(
      'HARD_UNKNOWN',
      `hard/${wrong}`,
      `"${asset.hard?.[wrong]}" is no limit that could bend; ${allowed.join(', ')} could`,
    )
  return asset.hard ?? []
}

/** Assets, reserves and limits share one space of names: schedules and cost lines are told by them. */
function refuseTwins({ assets, reserves = [], limits = [] }: OptimizeRequest): void {
  const places = { assets, reserves, limits }
  const seen = new Set<string>()
  for (const [place, owners] of Object.entries(places))
    for (const [k, { id }] of owners.entries()) {
      if (seen.has(id))
        throw new Failure('invalid', 'ASSET_ID_TWICE', `two things are called "${id}"`, `/${place}/${k}/id`)
      seen.add(id)
    }
}

/** Who a tag or a cost line belongs to: assets, then reserves, then limits; undefined is the site itself. */
export const ownersOf = ({ assets, reserves, limits }: Plant): readonly { readonly id: string }[] => [
  ...assets,
  ...reserves,
  ...limits,
]

/** The assets of some types, in the order of the request. */
export const assetsOf = <T extends AssetType>(plant: Plant, ...types: readonly T[]): PlantOf<T>[] =>
  plant.assets.filter((asset): asset is PlantOf<T> => (types as readonly string[]).includes(asset.type))

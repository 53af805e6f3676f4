// What belongs to the site as a whole: reserve, shared limits, emissions, and the weights of what it wants.
import type { OptimizeRequest } from '@omarino/contracts'
import { readDemandCharge, readIntervals, type DemandCharge } from './grid.ts'
import type { FieldReader } from './profiles.ts'

/** Power kept free for the grid operator; one offer per block. `index` counts on after the assets. */
export interface ReservePlant {
  readonly index: number
  readonly id: string
  readonly direction: 'up' | 'down' | 'symmetric'
  readonly blocks: readonly { readonly from: number; readonly to: number }[]
  readonly pricePerKwPerHour: Float64Array
  readonly assets: readonly number[]
  readonly fullActivationHours: number
  readonly offerKw: Float64Array | undefined
  readonly maxOfferKw: number
  readonly minOfferKw: number
  readonly expectedActivation: number
}
/** Σ (import − export) of some connections ≤ `maxKw`, or its negative for exports. */
export interface LimitPlant {
  readonly index: number
  readonly id: string
  readonly grids: readonly number[]
  readonly direction: 'import' | 'export'
  readonly maxKw: Float64Array
  readonly tier: 1 | 2 | 3 | 'hard'
  readonly demandCharge: DemandCharge | undefined
}
export type Preference = NonNullable<NonNullable<OptimizeRequest['objective']>['preferences']>[number]
export interface Wants {
  readonly moneyWeight: number
  readonly co2PricePerKg: number | undefined
  readonly co2CapKg: number | undefined
  readonly weightPerKgCo2: number | undefined
  readonly weightPerKwhImport: number | undefined
  readonly weightPerKwhExport: number | undefined
  readonly preferences: readonly Preference[]
}

type ReaderAt = (pointer: string, title: string) => FieldReader
type Assets = readonly { readonly id: string; readonly type: string }[]
const RESERVING: readonly string[] = ['battery', 'generator']

/** @throws Failure 'invalid' for an unknown asset, one that cannot hold reserve, or a block that splits a step */
export function readReserves(request: OptimizeRequest, assets: Assets, readerAt: ReaderAt): ReservePlant[] {
  return (request.reserves ?? []).map((reserve, k) => {
    const reader = readerAt(`/reserves/${k}`, `reserve "${reserve.id}"`)
    const members = membersOf(reserve.assetIds, assets, RESERVING, reader)
    const offerKw = reserve.offerKw === undefined ? undefined : reader.numbers('offerKw', reserve.offerKw, { min: 0 })
    return {
      index: assets.length + k,
      id: reserve.id,
      direction: reserve.direction,
      blocks: readIntervals({ id: reserve.id, intervalMinutes: reserve.blockMinutes }, 'blockMinutes', reader),
      pricePerKwPerHour: reader.numbers('pricePerKwPerHour', reserve.pricePerKwPerHour),
      assets: members,
      fullActivationHours: reserve.fullActivationHours,
      offerKw,
      maxOfferKw: reserve.maxOfferKw ?? Infinity,
      minOfferKw: reserve.minOfferKw ?? 0,
      expectedActivation: reserve.expectedActivation ?? 0,
    }
  })
}

/** @throws Failure 'invalid' for an unknown asset or one that is no grid connection */
export function readLimits(request: OptimizeRequest, assets: Assets, readerAt: ReaderAt): LimitPlant[] {
  const first = assets.length + (request.reserves?.length ?? 0)
  return (request.limits ?? []).map((limit, k) => {
    const reader = readerAt(`/limits/${k}`, `limit "${limit.id}"`)
    const { direction, demandCharge } = limit
    return {
      index: first + k,
      id: limit.id,
      grids: membersOf(limit.assetIds, assets, ['grid'], reader),
      direction,
      maxKw: reader.numbers('maxKw', limit.maxKw, { min: 0 }),
      tier: limit.tier,
      demandCharge: demandCharge && readDemandCharge({ ...demandCharge, direction }, 'demandCharge', reader),
    }
  })
}

function membersOf(ids: readonly string[], assets: Assets, types: readonly string[], reader: FieldReader): number[] {
  return ids.map((id, k) => {
    const index = assets.findIndex((asset) => asset.id === id)
    if (index < 0) reader.fail('ASSET_UNKNOWN', `assetIds/${k}`, `there is no asset "${id}"`)
    const { type } = assets[index]
    if (!types.includes(type))
      reader.fail('ASSET_TYPE', `assetIds/${k}`, `"${id}" is a ${type}; only ${types.join(' or ')} can be named here`)
    if (ids.indexOf(id) < k) reader.fail('ASSET_TWICE', `assetIds/${k}`, `"${id}" is named twice`)
    return index
  })
}

export function readWants({ co2, objective }: OptimizeRequest): Wants {
  return {
    moneyWeight: objective?.moneyWeight ?? 1,
    co2PricePerKg: co2?.pricePerKg,
    co2CapKg: co2?.capKg,
    weightPerKgCo2: objective?.co2PerKg,
    weightPerKwhImport: objective?.importPerKwh,
    weightPerKwhExport: objective?.exportPerKwh,
    preferences: objective?.preferences ?? [],
  }
}

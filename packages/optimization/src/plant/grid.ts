import type { OptimizeAsset } from '@omarino/contracts'
import { parseInstant, wallMs } from '@omarino/energy'
import { isoInstant } from './axis.ts'
import { readMarket, type MarketPlant } from './market.ts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** The mean power of one averaging interval: (energy of steps [from, to) + drawnKwh) / hours. */
export interface DemandInterval {
  readonly from: number
  readonly to: number
  readonly hours: number
  readonly drawnKwh: number
}
/** Money per kW by which the highest interval mean exceeds what the billing period has already seen. */
export interface DemandCharge {
  readonly id: string
  readonly pricePerKw: number
  readonly realisedKw: number
  readonly direction: 'import' | 'export'
  readonly intervals: readonly DemandInterval[]
}
export interface GridPlant extends AssetBase {
  readonly type: 'grid'
  readonly importLimitKw: Float64Array
  readonly exportLimitKw: Float64Array
  readonly importPricePerKwh: Float64Array
  readonly exportPricePerKwh: Float64Array
  /** Emissions of imported energy; zero where not told. */
  readonly co2KgPerKwh: Float64Array
  readonly demandCharges: readonly DemandCharge[]
  readonly market: MarketPlant | undefined
  /** Filled in this order by what is imported; empty where the price does not depend on it. The last has no end. */
  readonly importBlocks: readonly { readonly sizeKwh: number; readonly pricePerKwh: number }[]
}
type GridRequest = Extract<OptimizeAsset, { type: 'grid' }>
type ChargeRequest = NonNullable<GridRequest['demandCharges']>[number]

const MINUTE_MS = 60_000

/** @throws Failure 'invalid' when an averaging interval is not a union of steps */
export function readGrid(asset: GridRequest, base: AssetBase, reader: FieldReader): GridPlant {
  return {
    ...base,
    type: 'grid',
    importLimitKw: reader.numbers('importLimitKw', asset.importLimitKw, { min: 0 }),
    exportLimitKw: reader.numbers('exportLimitKw', asset.exportLimitKw, { min: 0 }),
    importPricePerKwh: reader.numbers('importPricePerKwh', asset.importPricePerKwh),
    exportPricePerKwh: reader.numbers('exportPricePerKwh', asset.exportPricePerKwh),
    co2KgPerKwh: reader.numbers('co2KgPerKwh', asset.co2KgPerKwh ?? 0, { min: 0 }),
    importBlocks: (asset.importBlocks ?? []).map((block, k, all) => ({
      ...block,
      sizeKwh: k === all.length - 1 ? Infinity : block.sizeKwh,
    })),
    market: asset.market && readMarket(asset.market, readIntervals, reader),
    demandCharges: (asset.demandCharges ?? []).map((charge, k) =>
      readDemandCharge(charge, `demandCharges/${k}`, reader),
    ),
  }
}

/** @throws Failure 'invalid' when an averaging interval is not a union of steps */
export const readDemandCharge = (charge: ChargeRequest, field: string, reader: FieldReader): DemandCharge => ({
  id: charge.id,
  pricePerKw: charge.pricePerKw,
  realisedKw: charge.realisedKw,
  direction: charge.direction ?? 'import',
  intervals: readIntervals(charge, field, reader),
})

type Intervals = Pick<ChargeRequest, 'id' | 'intervalMinutes' | 'windows' | 'intervalEnergyKwh'>

/** The intervals of local time that a horizon touches, as unions of its steps. */
export function readIntervals(charge: Intervals, field: string, reader: FieldReader): DemandInterval[] {
  const { axis, zone } = reader
  const lengthMs = charge.intervalMinutes * MINUTE_MS
  const windows = (charge.windows ?? []).map((window) => window.map((text) => parseInstant(text) as number))
  const intervals: DemandInterval[] = []
  let openMs = NaN
  for (let t = 0; t < axis.steps; t++) {
    const wall = wallMs(zone, axis.startsMs[t])
    const intervalStartMs = axis.startsMs[t] - (wall - Math.floor(wall / lengthMs) * lengthMs)
    if (axis.endsMs[t] > intervalStartMs + lengthMs) {
      const cut = isoInstant(intervalStartMs + lengthMs)
      reader.fail('INTERVAL_SPLITS_STEP', field, `step ${t} runs past ${cut}, where an interval of "${charge.id}" ends`)
    }
    if (windows.length > 0 && !windows.some(([from, to]) => from <= intervalStartMs && intervalStartMs < to)) continue
    const drawnKwh = axis.startsMs[0] > intervalStartMs ? (charge.intervalEnergyKwh ?? 0) : 0
    if (intervalStartMs === openMs) intervals.push({ ...(intervals.pop() as DemandInterval), to: t + 1 })
    else intervals.push({ from: t, to: t + 1, hours: charge.intervalMinutes / 60, drawnKwh })
    openMs = intervalStartMs
  }
  return intervals
}

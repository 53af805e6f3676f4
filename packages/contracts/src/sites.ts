import { z } from 'zod'
import { Id, Instant, Key, Name, pageOf, Slug, Zone } from './scalars.ts'

/** Prices of a site: a price series each way plus what is added per kWh (fees, taxes) in the site's currency. */
export const Tariff = z
  .strictObject({
    importSeries: Key,
    exportSeries: Key,
    importAddPerKwh: z.number().min(-10).max(10).default(0),
    exportAddPerKwh: z.number().min(-10).max(10).default(0),
  })
  .meta({ id: 'Tariff' })
export type Tariff = z.infer<typeof Tariff>

export const NewSite = z.strictObject({
  key: Slug,
  name: Name,
  zone: Zone,
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
  country: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
    .optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  tariff: Tariff.optional(),
  source: z.string().max(40).optional(),
})
export type NewSite = z.infer<typeof NewSite>

const power = z.number().min(0).max(1e7)
const share = z.number().min(0).max(1)
const efficiency = z.number().gt(0).max(1)
export const BatteryConfig = z.strictObject({
  type: z.literal('battery'),
  capacityKwh: z.number().gt(0).max(1e8),
  maxChargeKw: power,
  maxDischargeKw: power,
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency,
  socMin: share,
  socMax: share,
  /** Used when no fresh point of `socSeries` exists; without both a plan is refused. */
  startSoc: share.optional(),
  socSeries: Key.optional(),
  /** Value of a stored kWh at the end of the horizon; without it the median import price of the horizon counts. */
  endValuePerKwh: z.number().min(0).max(100).optional(),
  endSocMin: share.optional(),
  wearCostPerKwh: z.number().min(0).max(10).optional(),
})
export const PvConfig = z.strictObject({
  type: z.literal('pv'), series: Key, peakKw: power, curtailable: z.boolean().default(true), curtailCostPerKwh: z.number().min(0).max(10).optional(),
}) // prettier-ignore
export const WindConfig = PvConfig.extend({ type: z.literal('wind') })
export const LoadConfig = z.strictObject({
  type: z.literal('load'),
  series: Key,
  shedCostPerKwh: z.number().min(0).max(1000).optional(),
})
export const GridConfig = z.strictObject({
  type: z.literal('grid'),
  importLimitKw: power,
  exportLimitKw: power,
  series: Key.optional(),
})
export const AssetConfig = z
  .discriminatedUnion('type', [BatteryConfig, PvConfig, WindConfig, LoadConfig, GridConfig])
  .meta({ id: 'AssetConfig' })
export type AssetConfig = z.infer<typeof AssetConfig>
export type BatteryConfig = z.infer<typeof BatteryConfig>

export const NewAsset = z.strictObject({
  key: Slug,
  name: Name,
  config: AssetConfig,
  source: z.string().max(40).optional(),
})
export type NewAsset = z.infer<typeof NewAsset>

export const Asset = z
  .object({
    id: Id,
    key: z.string(),
    name: z.string(),
    type: z.string(),
    config: AssetConfig,
    source: z.string().nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Asset' })
export type Asset = z.infer<typeof Asset>
export const Site = z.object({
  id: Id, key: z.string(), name: z.string(), zone: z.string(), currency: z.string(), country: z.string().nullable(), latitude: z.number().nullable(),
  longitude: z.number().nullable(), tariff: Tariff.nullable(), source: z.string().nullable(), createdAt: Instant, assets: z.array(Asset),
}).meta({ id: 'Site' }) // prettier-ignore
export type Site = z.infer<typeof Site>
export const SitePage = pageOf(Site).meta({ id: 'SitePage' })

import { z } from 'zod'
import { Id, Instant, Key, Name, pageOf, Slug, Zone } from './scalars.ts'
import { AssetConfig } from './site-assets/asset-config.ts'

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

export const NewAsset = z.strictObject({
  key: Slug,
  name: Name,
  config: AssetConfig,
  source: z.string().max(40).optional(),
})
export type NewAsset = z.infer<typeof NewAsset>

/** What of a site may change; its clock and currency stay, since stored plans count in them. */
export const SiteChange = z.strictObject({ name: Name, tariff: Tariff.nullable() })
export type SiteChange = z.infer<typeof SiteChange>
/** What of an asset may change; its type stays. */
export const AssetChange = NewAsset.pick({ name: true, config: true })
export type AssetChange = z.infer<typeof AssetChange>

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

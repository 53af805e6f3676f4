import { Failure } from '@omarino/energy'
import { all, maybe } from './database.ts'
import type { Queryable } from './database.ts'

export interface SiteRow {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly zone: string
  readonly currency: string
  readonly country: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  /** As the contract `Tariff` says; null while the site has none. */
  readonly tariff: unknown
  readonly source: string | null
  readonly created_at: Date
}

export interface AssetRow {
  readonly id: string
  readonly site_id: string
  readonly key: string
  readonly name: string
  readonly type: string
  /** As the contract `AssetConfig` says. */
  readonly config: unknown
  readonly source: string | null
  readonly created_at: Date
}

const SITE = 'select id, key, name, zone, currency, country, latitude, longitude, tariff, source, created_at from optimize.site' // prettier-ignore
const ASSET = 'select id, site_id, key, name, type, config, source, created_at from optimize.asset'

/** A site by its key. @throws Failure `NO_SUCH_SITE` */
export async function getSite(db: Queryable, key: string): Promise<SiteRow> {
  const row = await maybe<SiteRow>(db, `${SITE} where key = $1`, [key])
  if (!row) throw new Failure('not-found', 'NO_SUCH_SITE', `there is no site ${key}`)
  return row
}

/** Sites in the order of their keys. */
export const listSites = (db: Queryable, after: string | undefined, limit: number): Promise<SiteRow[]> =>
  all(db, `${SITE} where ($1::text is null or key > $1) order by key limit $2`, [after ?? null, limit])

/** Assets of some sites, in the order of their keys. */
export const listAssets = (db: Queryable, siteIds: readonly string[]): Promise<AssetRow[]> =>
  all(db, `${ASSET} where site_id = any ($1) order by site_id, key`, [siteIds])

export type NewSiteRow = Omit<SiteRow, 'created_at'>

const INSERT_SITE = `
  insert into optimize.site (id, key, name, zone, currency, country, latitude, longitude, tariff, source)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10) on conflict (key) do nothing`
const SAME_SITE = `
  select 1 as same from optimize.site where key = $1
     and (name, zone, currency, country, latitude, longitude, tariff, source)
         is not distinct from ($2::text, $3::text, $4::text, $5::text, $6::float8, $7::float8, $8::jsonb, $9::text)`

/** Creates a site; the same site again is no error. @throws Failure `SITE_EXISTS` when the key belongs to a different site */
export async function createSite(db: Queryable, row: NewSiteRow): Promise<{ site: SiteRow; created: boolean }> {
  const tariff = row.tariff === null ? null : JSON.stringify(row.tariff)
  const { key, name, zone, currency, country, latitude, longitude, source } = row
  const fields = [key, name, zone, currency, country, latitude, longitude, tariff, source]
  const { rowCount } = await db.query(INSERT_SITE, [row.id, ...fields])
  if (!(await maybe(db, SAME_SITE, fields)))
    throw new Failure('conflict', 'SITE_EXISTS', `the site ${key} exists with other settings`, '/key')
  return { site: await getSite(db, key), created: (rowCount ?? 0) > 0 }
}

const UPDATE_SITE = 'update optimize.site set name = $2, tariff = $3::jsonb where id = $1 returning key'

/** Changes name and tariff of a site; null takes the tariff away. */
export async function changeSite(
  client: Queryable,
  id: string,
  { name, tariff }: Pick<SiteRow, 'name' | 'tariff'>,
): Promise<SiteRow> {
  const row = await maybe<{ key: string }>(client, UPDATE_SITE, [
    id,
    name,
    tariff === null ? null : JSON.stringify(tariff),
  ])
  if (!row) throw new Failure('not-found', 'NO_SUCH_SITE', `there is no site ${id}`)
  return getSite(client, row.key)
}

export type NewAssetRow = Omit<AssetRow, 'site_id' | 'created_at'>

const LOCK_SITE = 'select id from optimize.site where id = $1 for update' // one writer: a site has one grid connection
const SAME_ASSET = `${ASSET} where site_id = $1 and key = $2 and (name, type, config, source) is not distinct from ($3::text, $4::text, $5::jsonb, $6::text)`
const INSERT_ASSET = `
  insert into optimize.asset (id, site_id, key, name, type, config, source) values ($1, $2, $3, $4, $5, $6::jsonb, $7)
  on conflict (site_id, key) do nothing`

/**
 * Adds an asset to a site, inside the caller's transaction; the same asset again is no error.
 * @throws Failure `ASSET_EXISTS` when the key belongs to a different asset, `GRID_EXISTS` for a second grid connection
 */
export async function createAsset(
  client: Queryable,
  siteId: string,
  row: NewAssetRow,
): Promise<{ asset: AssetRow; created: boolean }> {
  await client.query(LOCK_SITE, [siteId])
  const config = JSON.stringify(row.config)
  const same = [siteId, row.key, row.name, row.type, config, row.source]
  const known = await maybe<AssetRow>(client, SAME_ASSET, same)
  if (known) return { asset: known, created: false }
  if (row.type === 'grid') await refuseSecondGrid(client, siteId, row.key)
  await client.query(INSERT_ASSET, [row.id, siteId, row.key, row.name, row.type, config, row.source])
  const asset = await maybe<AssetRow>(client, SAME_ASSET, same)
  if (!asset) throw new Failure('conflict', 'ASSET_EXISTS', `the asset ${row.key} exists with other settings`, '/key')
  return { asset, created: true }
}

async function refuseSecondGrid(client: Queryable, siteId: string, key: string): Promise<void> {
  const other = await maybe<{ key: string }>(
    client,
    `select key from optimize.asset where site_id = $1 and type = 'grid' and key <> $2`,
    [siteId, key],
  )
  if (other)
    throw new Failure(
      'conflict',
      'GRID_EXISTS',
      `the site has its grid connection already: ${other.key}`,
      '/config/type',
    )
}

const ONE_ASSET = `${ASSET} where site_id = $1 and key = $2`

/** An asset of a site, held against other writers until the transaction ends. @throws Failure `NO_SUCH_ASSET` */
async function lockAsset(client: Queryable, siteId: string, key: string): Promise<AssetRow> {
  const row = await maybe<AssetRow>(client, `${ONE_ASSET} for update`, [siteId, key])
  if (!row) throw new Failure('not-found', 'NO_SUCH_ASSET', `the site has no asset ${key}`)
  return row
}

/** Changes name and configuration of an asset. @throws Failure `NO_SUCH_ASSET`, `ASSET_TYPE_FIXED` for another type */
export async function changeAsset(
  client: Queryable,
  siteId: string,
  key: string,
  { name, config }: { readonly name: string; readonly config: { readonly type: string } },
): Promise<{ before: AssetRow; after: AssetRow }> {
  const before = await lockAsset(client, siteId, key)
  if (config.type !== before.type)
    throw new Failure('conflict', 'ASSET_TYPE_FIXED', `the asset ${key} is of type ${before.type} and stays so; make another`, '/config/type') // prettier-ignore
  await client.query('update optimize.asset set name = $2, config = $3::jsonb where id = $1', [
    before.id,
    name,
    JSON.stringify(config),
  ])
  return { before, after: await lockAsset(client, siteId, key) }
}

/** Takes an asset from a site; plans that knew it keep their requests. @throws Failure `NO_SUCH_ASSET` */
export async function deleteAsset(client: Queryable, siteId: string, key: string): Promise<AssetRow> {
  const asset = await lockAsset(client, siteId, key)
  await client.query('delete from optimize.asset where id = $1', [asset.id])
  return asset
}

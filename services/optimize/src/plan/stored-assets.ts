import { AssetConfig, Tariff } from '@omarino/contracts'
import type { PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { getSite, listAssets } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { medianOf } from './draft-plan.ts'
import type { StepGrid } from './onto-steps.ts'
import { onWire } from './read-forecasts.ts'
import { readPrices } from './read-points.ts'
import { requestAsset } from './request-asset.ts'
import { readStartSoc } from './start-soc.ts'

const IMPORT = 'import'
const EXPORT = 'export'

/** Stored assets as a request names them, with what they need beside them. */
export interface StoredAssets {
  readonly byKey: ReadonlyMap<string, object>
  readonly forecastKeys: readonly string[]
  readonly prices: Readonly<Record<string, (number | null)[]>>
  readonly inputs: readonly z.infer<typeof PlanInput>[]
}

/**
 * Reads assets of a stored site; none asked for is none read.
 * @throws Failure 'not-found' for an unknown site; 'invalid' `ASSET_UNKNOWN`, `SITE_WITHOUT_TARIFF`, `START_SOC_UNKNOWN`
 */
export async function storedAssets(
  db: Queryable,
  siteKey: string,
  keys: ReadonlySet<string>,
  grid: StepGrid,
  issueMs: number,
): Promise<StoredAssets> {
  if (keys.size === 0) return { byKey: new Map(), forecastKeys: [], prices: {}, inputs: [] }
  const site = await getSite(db, siteKey)
  if (site.tariff === null)
    throw new Failure(
      'invalid',
      'SITE_WITHOUT_TARIFF',
      `the site ${siteKey} has no tariff, so that nothing has a price`,
    )
  const tariff = Tariff.parse(site.tariff)
  const importPrice = await readPrices(db, tariff.importSeries, tariff.importAddPerKwh, grid)
  const exportPrice = await readPrices(db, tariff.exportSeries, tariff.exportAddPerKwh, grid)
  const medianImportPrice = medianOf(importPrice.filter((price) => !Number.isNaN(price)))
  const rows = await listAssets(db, [site.id])
  const byKey = new Map<string, object>()
  const forecastKeys: string[] = []
  const inputs: z.infer<typeof PlanInput>[] = []
  for (const key of keys) {
    const row = rows.find((one) => one.key === key)
    if (!row) throw new Failure('invalid', 'ASSET_UNKNOWN', `the site ${siteKey} has no asset "${key}"`, '/assets')
    const config = AssetConfig.parse(row.config)
    const start = config.type === 'battery' ? await readStartSoc(db, key, config, issueMs) : undefined
    if (start) inputs.push(start.input)
    if (config.type !== 'battery' && config.type !== 'grid') forecastKeys.push(config.series)
    byKey.set(key, requestAsset({ key, config }, { startSoc: start?.soc, medianImportPrice, prices: [IMPORT, EXPORT] }))
  }
  return { byKey, forecastKeys, prices: { [IMPORT]: onWire(importPrice), [EXPORT]: onWire(exportPrice) }, inputs }
}

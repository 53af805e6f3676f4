import type { PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { forecastKeys } from '../assets/kinds.ts'
import type { StepGrid } from './onto-steps.ts'
import { askAssets, readColumns, readPlanSite } from './site-assets.ts'

type Named = Readonly<Record<string, (number | null)[]>>
/** Stored assets as a request names them, with what they need beside them. */
export interface StoredAssets {
  readonly byKey: ReadonlyMap<string, readonly object[]>
  readonly forecastKeys: readonly string[]
  readonly prices: Named
  readonly profiles: Named
  readonly inputs: readonly z.infer<typeof PlanInput>[]
}
const NONE: StoredAssets = { byKey: new Map(), forecastKeys: [], prices: {}, profiles: {}, inputs: [] }

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
  if (keys.size === 0) return NONE
  const whole = await readPlanSite(db, siteKey)
  for (const key of keys)
    if (!whole.assets.some((asset) => asset.key === key))
      throw new Failure('invalid', 'ASSET_UNKNOWN', `the site ${siteKey} has no asset "${key}"`, '/assets')
  const site = { ...whole, assets: whole.assets.filter(({ key }) => keys.has(key)) }
  const columns = await readColumns(db, site, grid, issueMs)
  return { ...(await askAssets(db, site, columns, grid, issueMs)), forecastKeys: forecastKeys(site.assets) }
}

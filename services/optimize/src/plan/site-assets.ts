// A stored site as a plan reads it: the one way in which its assets become assets of a request.
import { AssetConfig, Tariff } from '@omarino/contracts'
import type { PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { getSite, listAssets } from '@omarino/store'
import type { Queryable, SiteRow } from '@omarino/store'
import type { z } from 'zod'
import { requestsOf, statesOf, toldOf } from '../assets/kinds.ts'
import type { PlanAsset } from '../assets/kinds.ts'
import type { AssetFacts, RealisedPeak } from '../assets/stored-kind.ts'
import type { StepGrid } from './onto-steps.ts'
import { readDrawn } from './read-drawn.ts'
import { onWire } from './read-forecasts.ts'
import { readPrices } from './read-points.ts'
import { readProfiles } from './read-profiles.ts'
import type { ProfileColumn } from './read-profiles.ts'
import { readRealisedPeak } from './realised-peak.ts'
import { readStartState } from './start-state.ts'

type Input = z.infer<typeof PlanInput>
type Named = Record<string, (number | null)[]>
const MINUTE_MS = 60_000
const IMPORT = 'import'
const EXPORT = 'export'

export interface PlanSite {
  readonly site: SiteRow
  readonly tariff: Tariff
  readonly assets: readonly PlanAsset[]
}

/** @throws Failure 'not-found' for an unknown site; 'invalid' `SITE_WITHOUT_TARIFF` */
export async function readPlanSite(db: Queryable, key: string): Promise<PlanSite> {
  const site = await getSite(db, key)
  if (site.tariff === null)
    throw new Failure('invalid', 'SITE_WITHOUT_TARIFF', `the site ${key} has no tariff, so that nothing has a price`)
  const rows = await listAssets(db, [site.id])
  const assets = rows.map((row) => ({ key: row.key, config: AssetConfig.parse(row.config) }))
  return { site, tariff: Tariff.parse(site.tariff), assets }
}

/** All that has a value for each step; shapes [steps], NaN where nothing is known. */
export interface SiteColumns {
  readonly importPrice: Float64Array
  readonly exportPrice: Float64Array
  readonly profiles: readonly ProfileColumn[]
}

export async function readColumns(
  db: Queryable,
  { tariff, assets }: PlanSite,
  grid: StepGrid,
  issueMs: number,
): Promise<SiteColumns> {
  return {
    importPrice: await readPrices(db, tariff.importSeries, tariff.importAddPerKwh, grid),
    exportPrice: await readPrices(db, tariff.exportSeries, tariff.exportAddPerKwh, grid),
    profiles: await readProfiles(db, assets, grid, issueMs),
  }
}

/** The first steps of all columns. */
export const cutColumns = ({ importPrice, exportPrice, profiles }: SiteColumns, steps: number): SiteColumns => ({
  importPrice: importPrice.subarray(0, steps),
  exportPrice: exportPrice.subarray(0, steps),
  profiles: profiles.map((column) => ({ ...column, values: column.values.subarray(0, steps) })),
})

/** Assets as a request has them, with the columns that they name. */
export interface AskedAssets {
  /** By the key of the stored asset; none or several where its clock says so. */
  readonly byKey: ReadonlyMap<string, readonly object[]>
  readonly prices: Named
  readonly profiles: Named
  readonly inputs: readonly Input[]
}

/** @throws Failure 'invalid' for a start that is neither measured nor configured */
export async function askAssets(
  db: Queryable,
  { site, tariff, assets }: PlanSite,
  { importPrice, exportPrice, profiles }: SiteColumns,
  grid: StepGrid,
  issueMs: number,
): Promise<AskedAssets> {
  const known = importPrice.filter((price) => !Number.isNaN(price))
  const shared = { grid, zone: site.zone, medianImportPrice: medianOf(known), prices: [IMPORT, EXPORT] as const }
  const byKey = new Map<string, readonly object[]>()
  const inputs: Input[] = [...priceInputs(tariff, site.currency, grid), ...profiles.map(({ input }) => input)]
  for (const asset of assets) {
    const begun = await readBegin(db, asset, shared, issueMs)
    const facts: AssetFacts = { ...shared, ...begun }
    byKey.set(asset.key, requestsOf(asset, facts))
    const told = toldOf(asset, facts).map((one): Input => ({ ...one, series: null, forecastId: null }))
    inputs.push(...begun.inputs, ...told)
  }
  const place = (where: ProfileColumn['place']): Named =>
    Object.fromEntries(profiles.flatMap((column) => (column.place === where ? [[column.name, onWire(column.values)]] : []))) // prettier-ignore
  const prices = { [IMPORT]: onWire(importPrice), [EXPORT]: onWire(exportPrice), ...place('prices') }
  return { byKey, prices, profiles: place('forecasts'), inputs }
}

/** What an asset begins with: states, what its demand charges and its window have seen. */
async function readBegin(db: Queryable, asset: PlanAsset, clock: Pick<AssetFacts, 'grid' | 'zone'>, issueMs: number) {
  const states = new Map<string, number>()
  const peaks = new Map<string, RealisedPeak>()
  const inputs: Input[] = []
  for (const question of statesOf(asset, clock)) {
    const { value, input } = await readStartState(db, asset.key, question, issueMs)
    states.set(question.name, value)
    inputs.push(input)
  }
  const { config, key } = asset
  for (const charge of config.type === 'grid' ? (config.demandCharges ?? []) : []) {
    const { peak, input } = await readRealisedPeak(db, key, charge, clock)
    peaks.set(charge.id, peak)
    inputs.push(input)
  }
  const drawn = config.type === 'deferrable' ? await readDrawn(db, config, clock) : undefined
  return { states, peaks, drawn, inputs }
}

/** @returns the middle value, of an even number the mean of the two in the middle */
export function medianOf(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}

function priceInputs(tariff: Tariff, currency: string, grid: StepGrid): Input[] {
  const span = `${grid.steps} steps of ${grid.stepMs / MINUTE_MS} min from ${new Date(grid.startMs).toISOString().replace('.000Z', 'Z')}` // prettier-ignore
  const input = (name: string, series: string, addPerKwh: number): Input => ({
    name,
    series,
    forecastId: null,
    detail: `${span}; ${addPerKwh} ${currency}/kWh added`,
  })
  return [
    input('import price', tariff.importSeries, tariff.importAddPerKwh),
    input('export price', tariff.exportSeries, tariff.exportAddPerKwh),
  ]
}

import { AssetConfig, parseOptimizeRequest, Tariff } from '@omarino/contracts'
import type { OptimizeRequest, PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { getSite, listAssets } from '@omarino/store'
import type { Queryable, SiteRow } from '@omarino/store'
import type { z } from 'zod'
import { requestAsset } from './request-asset.ts'
import type { PlanAsset } from './request-asset.ts'
import { pricedSteps, widestHorizon } from './horizon.ts'
import type { StepGrid } from './onto-steps.ts'
import { readForecasts } from './read-forecasts.ts'
import type { PlanForecast } from './read-forecasts.ts'
import { readPrices } from './read-points.ts'
import { readStartSoc } from './start-soc.ts'

const MINUTE_MS = 60_000
const IMPORT = 'import'
const EXPORT = 'export'

/** What is to be planned. */
export interface PlanOrder {
  readonly site: string
  readonly issueMs: number
  readonly horizonHours: number
  readonly timeLimitSeconds: number
}

type Input = z.infer<typeof PlanInput>

/** A request that can be solved and replayed as it stands, with where its numbers come from. */
export interface PlanDraft {
  readonly siteId: string
  readonly issueMs: number
  readonly startMs: number
  readonly endMs: number
  readonly request: OptimizeRequest
  readonly inputs: readonly Input[]
}

/**
 * Gathers what is known of a site at the issue time into a request with numbers only.
 * @throws Failure 'not-found' for an unknown site; 'invalid' `SITE_WITHOUT_TARIFF`, `SITE_WITHOUT_GRID`, `FORECAST_MISSING`,
 *   `PLAN_WITHOUT_PRICES`, `START_SOC_UNKNOWN`
 */
export async function draftPlan(db: Queryable, order: PlanOrder): Promise<PlanDraft> {
  const { site, tariff, assets } = await readSite(db, order.site)
  const forecasts = await readForecasts(db, forecastKeys(assets), order.issueMs)
  const widest = widestHorizon(order.issueMs, order.horizonHours, [...forecasts.values()])
  const prices = await readTariff(db, tariff, widest)
  const grid = { ...widest, steps: pricedSteps(widest, site.zone, prices) }
  const [importPrice, exportPrice] = prices.map(({ values }) => values.subarray(0, grid.steps))
  const starts = await readStarts(db, assets, order.issueMs)
  const medianImportPrice = medianOf(importPrice)
  const request = parseOptimizeRequest({
    schema: 'ems.optimize/1',
    site: { id: site.key, currency: site.currency, timeZone: site.zone },
    horizon: { start: iso(grid.startMs), stepMinutes: grid.stepMs / MINUTE_MS, steps: grid.steps },
    prices: { [IMPORT]: [...importPrice], [EXPORT]: [...exportPrice] },
    forecasts: Object.fromEntries([...forecasts].map(([key, one]) => [key, { quantiles: one.quantilesKw(grid) }])),
    assets: assets.map((asset) => requestAsset(asset, { startSoc: starts.get(asset.key)?.soc, medianImportPrice, prices: [IMPORT, EXPORT] })), // prettier-ignore
    solver: { timeLimitSeconds: order.timeLimitSeconds },
  })
  const inputs = [
    ...priceInputs(tariff, site.currency, grid),
    ...[...forecasts.values()].map(forecastInput),
    ...[...starts.values()].map(({ input }) => input),
    ...endValueInputs(assets, medianImportPrice),
  ]
  const endMs = grid.startMs + grid.steps * grid.stepMs
  return { siteId: site.id, issueMs: order.issueMs, startMs: grid.startMs, endMs, request, inputs }
}

const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

async function readSite(db: Queryable, key: string): Promise<{ site: SiteRow; tariff: Tariff; assets: PlanAsset[] }> {
  const site = await getSite(db, key)
  if (site.tariff === null)
    throw new Failure('invalid', 'SITE_WITHOUT_TARIFF', `the site ${key} has no tariff, so that nothing has a price`)
  const rows = await listAssets(db, [site.id])
  const assets = rows.map((row) => ({ key: row.key, config: AssetConfig.parse(row.config) }))
  if (!assets.some(({ config }) => config.type === 'grid'))
    throw new Failure('invalid', 'SITE_WITHOUT_GRID', `the site ${key} has no grid connection among its assets`)
  return { site, tariff: Tariff.parse(site.tariff), assets }
}

const forecastKeys = (assets: readonly PlanAsset[]): string[] => [
  ...new Set(
    assets.flatMap(({ config }) => (config.type === 'battery' || config.type === 'grid' ? [] : [config.series])),
  ),
]

async function readTariff(db: Queryable, tariff: Tariff, grid: StepGrid) {
  const { importSeries, exportSeries, importAddPerKwh, exportAddPerKwh } = tariff
  return [
    { series: importSeries, values: await readPrices(db, importSeries, importAddPerKwh, grid) },
    { series: exportSeries, values: await readPrices(db, exportSeries, exportAddPerKwh, grid) },
  ]
}

async function readStarts(db: Queryable, assets: readonly PlanAsset[], issueMs: number) {
  const starts = new Map<string, Awaited<ReturnType<typeof readStartSoc>>>()
  for (const { key, config } of assets)
    if (config.type === 'battery') starts.set(key, await readStartSoc(db, key, config, issueMs))
  return starts
}

/** @returns the middle value, of an even number the mean of the two in the middle */
export function medianOf(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}

function priceInputs(tariff: Tariff, currency: string, grid: StepGrid): Input[] {
  const input = (name: string, series: string, addPerKwh: number): Input => ({
    name,
    series,
    forecastId: null,
    detail: `${grid.steps} steps of ${grid.stepMs / MINUTE_MS} min from ${iso(grid.startMs)}; ${addPerKwh} ${currency}/kWh added`,
  })
  return [
    input('import price', tariff.importSeries, tariff.importAddPerKwh),
    input('export price', tariff.exportSeries, tariff.exportAddPerKwh),
  ]
}

const forecastInput = ({ id, series, model, issueMs }: PlanForecast): Input => ({
  name: series,
  series,
  forecastId: id,
  detail: `forecast by ${model}, issued ${iso(issueMs)}; the plan uses p50`,
})

function endValueInputs(assets: readonly PlanAsset[], medianImportPrice: number): Input[] {
  return assets.flatMap(({ key, config }): Input[] => {
    if (config.type !== 'battery') return []
    const detail =
      config.endValuePerKwh === undefined
        ? `median import price of the horizon, ${medianImportPrice}, times the discharge efficiency ${config.dischargeEfficiency}`
        : `${config.endValuePerKwh} per stored kWh as configured`
    return [{ name: `${key} end value`, series: null, forecastId: null, detail }]
  })
}

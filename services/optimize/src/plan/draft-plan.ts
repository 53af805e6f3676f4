import { parseOptimizeRequest } from '@omarino/contracts'
import type { OptimizeRequest, PlanInput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { forecastKeys } from '../assets/kinds.ts'
import { pricedSteps, profiledSteps, widestHorizon } from './horizon.ts'
import type { StepGrid } from './onto-steps.ts'
import { readForecasts } from './read-forecasts.ts'
import type { PlanForecast } from './read-forecasts.ts'
import { askAssets, cutColumns, readColumns, readPlanSite } from './site-assets.ts'
import type { PlanSite, SiteColumns } from './site-assets.ts'

const MINUTE_MS = 60_000

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
 *   `PLAN_WITHOUT_PRICES`, `PROFILE_MISSING`, and for a start that is unknown
 */
export async function draftPlan(db: Queryable, order: PlanOrder): Promise<PlanDraft> {
  const planSite = await readPlanSite(db, order.site)
  const { site, assets } = planSite
  if (!assets.some(({ config }) => config.type === 'grid'))
    throw new Failure('invalid', 'SITE_WITHOUT_GRID', `the site ${site.key} has no grid connection among its assets`)
  const forecasts = await readForecasts(db, forecastKeys(assets), order.issueMs)
  const widest = widestHorizon(order.issueMs, order.horizonHours, [...forecasts.values()])
  const columns = await readColumns(db, planSite, widest, order.issueMs)
  const grid = knownGrid(widest, planSite, columns)
  const asked = await askAssets(db, planSite, cutColumns(columns, grid.steps), grid, order.issueMs)
  const planned = Object.fromEntries([...forecasts].map(([key, one]) => [key, { quantiles: one.quantilesKw(grid) }]))
  const request = parseOptimizeRequest({
    schema: 'ems.optimize/1',
    site: { id: site.key, currency: site.currency, timeZone: site.zone },
    horizon: { start: iso(grid.startMs), stepMinutes: grid.stepMs / MINUTE_MS, steps: grid.steps },
    prices: asked.prices,
    forecasts: { ...asked.profiles, ...planned },
    assets: [...asked.byKey.values()].flat(),
    solver: { timeLimitSeconds: order.timeLimitSeconds },
  })
  const inputs = [...asked.inputs, ...[...forecasts.values()].map(forecastInput)]
  const endMs = grid.startMs + grid.steps * grid.stepMs
  return { siteId: site.id, issueMs: order.issueMs, startMs: grid.startMs, endMs, request, inputs }
}

const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

/** The horizon as far as prices and then profiles are known. */
function knownGrid(widest: StepGrid, { site, tariff }: PlanSite, columns: SiteColumns): StepGrid {
  const prices = [
    { series: tariff.importSeries, values: columns.importPrice },
    { series: tariff.exportSeries, values: columns.exportPrice },
  ]
  const priced = { ...widest, steps: pricedSteps(widest, site.zone, prices) }
  return { ...widest, steps: profiledSteps(priced, site.zone, columns.profiles) }
}

const forecastInput = ({ id, series, model, issueMs }: PlanForecast): Input => ({
  name: series,
  series,
  forecastId: id,
  detail: `forecast by ${model}, issued ${iso(issueMs)}; the plan uses p50`,
})

import { AssetConfig, OptimizeRequest, OptimizeResult, PlanInput, Settlement, Tariff } from '@omarino/contracts'
import type { Asset, Plan, PlanSummary, Site } from '@omarino/contracts'
import type { AssetRow, PlanHead, PlanRow, SiteRow } from '@omarino/store'

export const toAsset = (row: AssetRow): Asset => ({
  id: row.id, key: row.key, name: row.name, type: row.type, config: AssetConfig.parse(row.config), source: row.source,
  createdAt: row.created_at.toISOString(),
}) // prettier-ignore

export const toSite = (row: SiteRow, assets: readonly AssetRow[]): Site => ({
  id: row.id, key: row.key, name: row.name, zone: row.zone, currency: row.currency, country: row.country, latitude: row.latitude,
  longitude: row.longitude, tariff: Tariff.nullable().parse(row.tariff), source: row.source, createdAt: row.created_at.toISOString(),
  assets: assets.filter(({ site_id }) => site_id === row.id).map(toAsset),
}) // prettier-ignore

export const toPlanSummary = (row: PlanHead): PlanSummary => ({
  id: row.id, site: row.site_key, siteName: row.site_name, currency: row.currency, zone: row.zone, state: row.state, status: row.status,
  issueTime: row.issue_time.toISOString(), startTime: row.start_time.toISOString(), endTime: row.end_time.toISOString(),
  objective: row.objective, costDoingNothing: row.cost_doing_nothing, createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null, source: row.source,
}) // prettier-ignore

/** A plan with its documents, as they were stored. */
export const toPlan = (row: PlanRow): Plan => ({
  ...toPlanSummary(row),
  inputs: PlanInput.array().parse(row.inputs),
  request: OptimizeRequest.parse(row.request),
  result: OptimizeResult.nullable().parse(row.result),
  settlement: Settlement.nullable().parse(row.settlement),
})

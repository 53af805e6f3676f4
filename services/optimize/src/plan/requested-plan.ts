import { OptimizeRequest, parseOptimizeRequest } from '@omarino/contracts'
import type { PlanVariant } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { idleCost, planTimes, refuseUnreadable } from '@omarino/optimization'
import { getSite } from '@omarino/store'
import type { PlanRow, Queryable } from '@omarino/store'
import type { PlanDraft } from './draft-plan.ts'
import type { Resolved } from './resolve-references.ts'

/**
 * A plan whose numbers the caller gives; `site.id` must name a site that is stored.
 * @throws Failure 'invalid' as the engine would, with the pointer of the field; 'not-found' for an unknown site
 */
export async function requestedPlan(
  db: Queryable,
  { request, inputs: read }: Resolved,
  issueMs: number,
): Promise<PlanDraft> {
  const site = await getSite(db, request.site.id)
  refuseUnreadable(request)
  const detail =
    read.length > 0 ? 'given by the caller, what it refers to was read' : 'given by the caller with its numbers'
  const inputs = [{ name: 'request', series: null, forecastId: null, detail }, ...read]
  return { siteId: site.id, issueMs, ...planTimes(request), request, inputs }
}

/**
 * The same numbers as an earlier plan, with other wishes.
 * @throws Failure 'invalid' when the changes do not fit the plan, such as an override of an unknown asset
 */
export function variantOf(plan: PlanRow, changes: PlanVariant): PlanDraft {
  const base = OptimizeRequest.parse(plan.request)
  const request = parseOptimizeRequest({ ...base, ...changes })
  refuseUnreadable(request)
  const changed = Object.keys(changes).join(', ')
  const detail = `the numbers of plan ${plan.id} with other ${changed}`
  const variant = { name: 'variant', series: null, forecastId: null, detail }
  const [issueMs, startMs, endMs] = [plan.issue_time, plan.start_time, plan.end_time].map((time) => time.getTime())
  const inputs = [variant, ...(plan.inputs as PlanDraft['inputs'])]
  return { siteId: plan.site_id, issueMs, startMs, endMs, request, inputs }
}

/** What the site pays when nothing is dispatched; null where a node has no connection that could take the difference. */
export function costOfDoingNothing(request: OptimizeRequest): number | null {
  try {
    return idleCost(request).cost
  } catch (error) {
    if (error instanceof Failure && error.code === 'NODE_WITHOUT_GRID') return null
    throw error
  }
}

import { z } from 'zod'
import { OptimizeRequest } from './optimize-request.ts'
import { OptimizeResult } from './optimize-result.ts'
import { Id, Instant, IdPageQuery, pageOf, Slug } from './scalars.ts'

/** Task `optimize`, and body of POST /optimize/runs: a day-ahead plan of one site. */
export const OptimizeTaskInput = z.strictObject({
  site: Slug,
  issueTime: Instant.optional(),
  /** At most this many hours; the plan ends earlier where prices end. */
  horizonHours: z.number().int().min(1).max(36).default(36),
  timeLimitSeconds: z.number().min(0.2).max(300).default(30),
  /** A plan that the next of its kind makes worthless: a newer one of the site takes the place of those that still wait. */
  replan: z.boolean().default(false),
})
export type OptimizeTaskInput = z.infer<typeof OptimizeTaskInput>

/**
 * Body of POST /optimize/requests: an `OptimizeRequest` in which a profile may also be `{series: key}` or `{forecast: key}`, and an
 * asset `{ref: key}` of the stored site; they are read, and the request that is planned and kept holds numbers alone.
 */
export const OptimizeDraft = z
  .looseObject({ schema: z.literal('ems.optimize/1'), site: z.looseObject({ id: Slug }) })
  .meta({ id: 'OptimizeDraft' })

/** Body of POST /optimize/runs/{id}/variants: the plan made again from the same numbers, with other wishes. */
export const PlanVariant = OptimizeRequest.pick({
  pins: true, objective: true, co2: true, limits: true, reserves: true, uncertainty: true, explain: true, solver: true,
})
  .refine((changes) => Object.keys(changes).length > 0, { error: 'must change something' })
  .meta({ id: 'PlanVariant' }) // prettier-ignore
export type PlanVariant = z.infer<typeof PlanVariant>

/** Task `publish`: the schedule of a plan becomes series of type schedule. */
export const PublishTaskInput = z.strictObject({ planId: Id })
export type PublishTaskInput = z.infer<typeof PublishTaskInput>
export const PublishTaskOutput = z.object({
  planId: Id,
  series: z.array(z.string()),
  points: z.number(),
  /** Assets whose names are no keys, or of which nothing is published. */
  skipped: z.array(z.string()),
})
export type PublishTaskOutput = z.infer<typeof PublishTaskOutput>

/** Costs on what really happened; null while actuals are missing. */
export const Settlement = z
  .object({
    costRealised: z.number().nullable(),
    costDoingNothingRealised: z.number().nullable(),
    costPerfectForesight: z.number().nullable(),
    settledAt: Instant.nullable(),
    missing: z.array(z.string()),
  })
  .meta({ id: 'Settlement' })
export type Settlement = z.infer<typeof Settlement>

export const OptimizeTaskOutput = z.object({
  runId: Id, status: z.string(), objective: z.number().nullable(), bound: z.number().nullable(), gap: z.number().nullable(),
  costDoingNothing: z.number().nullable(), costRealised: z.number().nullable(), costDoingNothingRealised: z.number().nullable(),
  costPerfectForesight: z.number().nullable(), currency: z.string(),
}) // prettier-ignore
export type OptimizeTaskOutput = z.infer<typeof OptimizeTaskOutput>

export const PlanSummary = z.object({
  id: Id, site: z.string(), siteName: z.string(), currency: z.string(), zone: z.string(), state: z.string(), status: z.string().nullable(),
  issueTime: Instant, startTime: Instant, endTime: Instant, objective: z.number().nullable(), costDoingNothing: z.number().nullable(),
  createdAt: Instant, finishedAt: Instant.nullable(), source: z.string().nullable(),
}).meta({ id: 'PlanSummary' }) // prettier-ignore
export type PlanSummary = z.infer<typeof PlanSummary>
export const PlanPage = pageOf(PlanSummary).meta({ id: 'PlanPage' })
export const PlanQuery = IdPageQuery.extend({ site: Slug.optional() })

/** What each input of a plan was: which forecast, which prices, where the start SoC came from. */
export const PlanInput = z.object({
  name: z.string(),
  series: z.string().nullable(),
  forecastId: Id.nullable(),
  detail: z.string(),
})
export const Plan = PlanSummary.extend({
  inputs: z.array(PlanInput),
  request: OptimizeRequest,
  result: OptimizeResult.nullable(),
  settlement: Settlement.nullable(),
}).meta({ id: 'Plan' })
export type Plan = z.infer<typeof Plan>

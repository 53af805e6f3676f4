// Past days of a site planned and lived through again.
import { z } from 'zod'
import { Id, IdPageQuery, Instant, pageOf, Slug } from './scalars.ts'

/** Body of POST /optimize/replays and input of the task `replay`. */
export const ReplayTaskInput = z.strictObject({
  site: Slug,
  /** When the first plan is issued; the next ones a day later each. */
  from: Instant,
  days: z.number().int().min(1).max(31),
  horizonHours: z.number().int().min(24).max(36).default(36),
  timeLimitSeconds: z.number().min(0.2).max(30).default(5),
})
export type ReplayTaskInput = z.infer<typeof ReplayTaskInput>

const costs = z.object({ plan: z.number(), foresight: z.number(), rule: z.number(), idle: z.number() })

export const ReplayResult = z.object({
  /** Money of each day, without what is left in store. */
  days: z.array(z.object({ start: z.string(), costs })),
  /** Days that could not be lived through again, and why. */
  skipped: z.array(z.object({ issueTime: z.string(), reason: z.string() })),
  /** Over all days, what is left in store valued alike for all; null when every day was skipped. */
  totals: costs.nullable(),
  /** Of what perfect foresight saves against doing nothing; null when that is nothing. */
  shareOfForesight: z.number().nullable(),
  /** What the plans cost more than foresight: forecasts that were wrong, and promises that the site does not keep. */
  regret: z.object({ forecast: z.number(), model: z.number() }).nullable(),
})
export type ReplayResult = z.infer<typeof ReplayResult>

/** A replay without what each day cost; what is told of its result is null until there is one. */
export const ReplaySummary = z
  .object({
    id: Id, site: z.string(), siteName: z.string(), zone: z.string(), currency: z.string(), state: z.string(),
    /** To cancel it by; null when its run is no longer kept. */
    runId: Id.nullable(),
    progress: z.object({ done: z.number(), total: z.number().nullable(), text: z.string() }).nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(), request: ReplayTaskInput, shareOfForesight: z.number().nullable(), daysLived: z.number().int().nullable(),
    daysSkipped: z.number().int().nullable(), createdAt: Instant, finishedAt: Instant.nullable(),
  })
  .meta({ id: 'ReplaySummary' }) // prettier-ignore
export type ReplaySummary = z.infer<typeof ReplaySummary>
export const ReplayPage = pageOf(ReplaySummary).meta({ id: 'ReplayPage' })
export const ReplayQuery = IdPageQuery.extend({ site: Slug.optional() })

export const Replay = ReplaySummary.extend({ result: ReplayResult.nullable() }).meta({ id: 'Replay' })
export type Replay = z.infer<typeof Replay>

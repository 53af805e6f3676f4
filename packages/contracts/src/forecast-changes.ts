import { z } from 'zod'
import { Id, Instant } from './scalars.ts'

/** New minus previous over steps, in the unit of the series: `mean` with its sign, `meanSize` without, `largest` the widest. */
const difference = { mean: z.number(), meanSize: z.number(), largest: z.number() }

/** How a forecast differs from the one issued before, over the steps that both hold. */
export const ForecastChanges = z
  .object({
    id: Id,
    previousId: Id,
    series: z.string(),
    unit: z.string(),
    issueTime: Instant,
    previousIssueTime: Instant,
    model: z.string(),
    previousModel: z.string(),
    /** The steps that both hold: `[from, to)`. */
    from: Instant,
    to: Instant,
    steps: z.int(),
    /** Of the median. */
    p50: z.object({ ...difference, largestAt: Instant }),
    /** By what adds up to the points, in their order; a group that one lacks counts as 0 there. Null where one is not explained. */
    groups: z.array(z.object({ group: z.string(), ...difference })).nullable(),
  })
  .meta({ id: 'ForecastChanges' })
export type ForecastChanges = z.infer<typeof ForecastChanges>

import { z } from 'zod'
import { Duration, Id, Instant, Zone } from './scalars.ts'

export const Aggregate = z.enum(['mean', 'sum', 'min', 'max', 'first', 'last', 'count'])
export type Aggregate = z.infer<typeof Aggregate>

/** A range of one series: as stored, or in buckets of `interval` in `zone` when `agg` is given. */
export const PointsQuery = z.object({
  from: Instant,
  to: Instant,
  agg: Aggregate.optional(),
  interval: Duration.optional(),
  zone: Zone.optional(),
  include: z.enum(['suspect']).optional(),
})
export type PointsQuery = z.infer<typeof PointsQuery>

/** Columns of equal length. `times` name the starts of intervals; null is missing. */
export const PointsReply = z
  .object({
    seriesId: Id,
    key: z.string(),
    unit: z.string(),
    zone: z.string(),
    agg: Aggregate.nullable(),
    interval: z.string().nullable(),
    times: z.array(z.string()),
    values: z.array(z.number().nullable()),
    quality: z.array(z.enum(['good', 'estimated', 'suspect', 'missing'])).optional(),
    counts: z.array(z.number().int()).optional(),
  })
  .meta({ id: 'Points' })
export type PointsReply = z.infer<typeof PointsReply>

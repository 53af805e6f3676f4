import { isUnit, isZone, parseInstant } from '@omarino/energy'
import { z } from 'zod'

/** A UUID, version 7 where it is ours. */
export const Id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a lower-case UUID')
  .meta({ id: 'Id', format: 'uuid' })
/** A stable, human name: parts of letters, digits, `_ . -`, joined by `/`. */
export const Key = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/, 'must be parts of letters, digits, _ . - joined by /')
  .meta({ id: 'Key' })
/** A key of one part, as used in a path. */
export const Slug = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9][\w.-]*$/, 'must begin with a letter or digit and hold only letters, digits, _ . -')
  .meta({ id: 'Slug' })
export const Name = z.string().min(1).max(200)
/** ISO 8601 with a zone; replies always end in Z. */
export const Instant = z
  .string()
  .max(40)
  .refine(
    (text) => typeof parseInstant(text) === 'number',
    'must be an ISO 8601 instant with a zone, such as 2026-03-01T00:00:00Z',
  )
  .meta({ id: 'Instant', format: 'date-time' })
export const Zone = z
  .string()
  .min(1)
  .max(64)
  .refine(isZone, 'must be an IANA time zone such as Europe/Berlin')
  .meta({ id: 'Zone' })
export const UnitCode = z
  .string()
  .min(1)
  .max(16)
  .refine(isUnit, 'must be a known unit: kW, MW, kWh, EUR/MWh, …')
  .meta({ id: 'Unit' })
export const Duration = z
  .string()
  .max(20)
  .regex(/^P(?:T\d{1,5}[HM]|\d{1,5}[DWMY])$/, 'must be an ISO 8601 duration of one unit, such as PT15M, PT1H, P1D')
  .meta({ id: 'Duration' })

/** Pages of lists: pass `nextCursor` of one page as `cursor` of the next. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(300).optional(),
})
/** Pages of a list that goes by id. */
export const IdPageQuery = PageQuery.extend({ cursor: Id.optional() })
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** Error of any route (RFC 9457). `code` is stable; `errors` point at the fields. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** Answer to work that takes longer than a request: follow it on `/events` or at its own address. */
export const JobAccepted = z.object({ id: Id, runId: Id, taskRunId: Id, state: z.string() }).meta({ id: 'JobAccepted' })
export type JobAccepted = z.infer<typeof JobAccepted>

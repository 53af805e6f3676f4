import { z } from 'zod'
import { Id, Instant, pageOf } from './scalars.ts'

export const ImportQuery = z.object({ name: z.string().max(200).optional(), source: z.string().max(40).optional() })

/** An import: what was sent, how far it is, what became of its rows. accepted + rejected = rows sent. */
export const Import = z
  .object({
    id: Id,
    taskRunId: Id.nullable(),
    runId: Id.nullable(),
    fileName: z.string().nullable(),
    layout: z.string().nullable(),
    state: z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled']),
    bytes: z.number(),
    bytesDone: z.number(),
    accepted: z.number(),
    rejected: z.number(),
    written: z.number(),
    unchanged: z.number(),
    series: z.number(),
    firstTime: Instant.nullable(),
    lastTime: Instant.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Import' })
export const ImportPage = pageOf(Import).meta({ id: 'ImportPage' })
export type Import = z.infer<typeof Import>

export const ImportTaskInput = z.union([
  z.strictObject({ file: z.string().min(1).max(300) }),
  z.strictObject({ upload: Id }),
])
/** What the task `import` hands to the tasks after it. */
export const ImportTaskOutput = z.object({
  importId: Id, accepted: z.number(), rejected: z.number(), written: z.number(), unchanged: z.number(), series: z.number(),
  firstTime: Instant.nullable(), lastTime: Instant.nullable(),
}) // prettier-ignore
export type ImportTaskInput = z.infer<typeof ImportTaskInput>
export type ImportTaskOutput = z.infer<typeof ImportTaskOutput>

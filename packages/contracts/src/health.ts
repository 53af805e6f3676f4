import { z } from 'zod'

export const Ready = z
  .object({
    status: z.enum(['ready', 'not-ready']),
    service: z.string(),
    version: z.string(),
    modes: z.record(z.string(), z.string()),
    checks: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Ready' })
export type Ready = z.infer<typeof Ready>
export const SystemHealth = z
  .object({ status: z.enum(['ready', 'degraded']), services: z.record(z.string(), Ready.nullable()) })
  .meta({ id: 'SystemHealth' })
export type SystemHealth = z.infer<typeof SystemHealth>
export const Me = z
  .object({ subject: z.string(), name: z.string().nullable(), roles: z.array(z.string()) })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

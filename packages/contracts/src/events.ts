import { z } from 'zod'

/** What happens in the system, as it stands in `event.entry` and comes over `/events`. */
export const Topic = z.enum([
  'run.changed',
  'task.changed',
  'task.progress',
  'import.progress',
  'series.updated',
  'forecast.stored',
  'forecast.drift',
  'model.changed',
  'plan.stored',
  'report.stored',
  'dag.changed',
])
export type Topic = z.infer<typeof Topic>
export const EventsQuery = z.object({ topics: z.string().max(400).optional(), after: z.string().max(60).optional() })
export const EventEntry = z
  .object({ topic: z.string(), subject: z.string().nullable(), body: z.json(), at: z.string() })
  .meta({ id: 'Event' })
export type EventEntry = z.infer<typeof EventEntry>

import { z } from 'zod'
import { Id, Instant, Key, Name, pageOf, UnitCode, Zone, PageQuery } from './scalars.ts'

export const SeriesKind = z.enum(['instant', 'mean', 'sum', 'cumulative'])
export const DataType = z.enum(['measurement', 'forecast', 'schedule', 'price', 'weather'])

export const NewMeter = z.strictObject({
  key: Key,
  name: Name,
  type: z.enum(['electricity', 'heat', 'gas', 'water', 'weather', 'market', 'virtual']).default('electricity'),
  zone: Zone,
  source: z.string().max(40).optional(),
})
export const Meter = z
  .object({
    id: Id,
    key: z.string(),
    name: z.string(),
    type: z.string(),
    zone: z.string(),
    source: z.string().nullable(),
    createdAt: Instant,
    seriesCount: z.number().int(),
  })
  .meta({ id: 'Meter' })
export const MeterPage = pageOf(Meter).meta({ id: 'MeterPage' })
export type NewMeter = z.infer<typeof NewMeter>
export type Meter = z.infer<typeof Meter>

export const NewSeries = z.strictObject({
  key: Key,
  meter: Key,
  name: Name,
  unit: UnitCode,
  kind: SeriesKind,
  dataType: DataType.default('measurement'),
  stepSeconds: z.number().int().min(1).max(86_400).nullable(),
  zone: Zone.optional(),
  source: z.string().max(40).optional(),
})
export const Series = z.object({
  id: Id, key: z.string(), meter: z.string(), name: z.string(), unit: z.string(), kind: SeriesKind, dataType: DataType,
  stepSeconds: z.number().nullable(), zone: z.string(), source: z.string().nullable(), createdAt: Instant,
  firstTime: Instant.nullable(), lastTime: Instant.nullable(),
}).meta({ id: 'Series' }) // prettier-ignore
export const SeriesPage = pageOf(Series).meta({ id: 'SeriesPage' })
export const SeriesQuery = PageQuery.extend({ search: z.string().max(100).optional(), meter: Key.optional() })
/** A series by UUID or by key (its slashes escaped as %2F). */
export const SeriesPath = z.object({ series: z.string().min(1).max(200) })
export type NewSeries = z.infer<typeof NewSeries>
export type Series = z.infer<typeof Series>

// What a forecast may be told beside the history of its series: the model, bounds, the plant's place, covariates.
import { z } from 'zod'
import { Key } from './scalars.ts'

const MOST_SERIES = 10_000
const MOST_COVARIATES = 20

/** Where a PV plant stands: degrees, north and east positive; tilt from the horizontal, azimuth clockwise from north. */
export const PlantLocation = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  tiltDeg: z.number().min(0).max(90).optional(),
  azimuthDeg: z.number().min(0).lt(360).optional(),
})
export type PlantLocation = z.infer<typeof PlantLocation>

const keys = z.array(Key).max(MOST_COVARIATES).default([])
/** Series that explain another: `known` through the horizon, `observed` up to the issue time only. */
export const Covariates = z
  .strictObject({ known: keys, observed: keys })
  .refine(({ known, observed }) => !known.some((key) => observed.includes(key)), {
    error: 'a series is either known or observed, not both',
  })
export type Covariates = z.infer<typeof Covariates>

const bySeries = <T extends z.ZodType>(value: T) => z.record(Key, value)

/** A total and the series that it is the sum of, whose forecasts are made to sum, too. */
export const ReconcileGroup = z.strictObject({
  total: Key,
  parts: z.array(Key).min(2).max(1000),
  /** How past errors weigh: all alike, by their variances, or by these and what they have in common. */
  method: z.enum(['ols', 'wls', 'mint']).default('mint'),
})
export type ReconcileGroup = z.infer<typeof ReconcileGroup>

export const SeriesKeys = z.array(Key).min(1).max(MOST_SERIES)
export const CountryCode = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be an ISO 3166 code such as DE or DE-BY')
export const Levels = z.array(z.number().gt(0).lt(1)).max(99)
export const Seed = z.int().min(0).max(2 ** 31) // prettier-ignore

/** Each for all series, or by the key of a series; a series that a record does not name goes without. */
export const ForecastOptions = z.object({
  /** `auto`, or the name of a model. */
  model: z.union([z.string().min(1).max(100), bySeries(z.string().min(1).max(100))]).default('auto'),
  /** Upper bound in the unit of the series. */
  capacity: z.union([z.number(), bySeries(z.number())]).optional(),
  /** Without it a power that never was negative stays so. A list names series that are held at or above 0. */
  nonNegative: z.union([z.boolean(), z.array(Key).max(MOST_SERIES), bySeries(z.boolean())]).optional(),
  /** Switches the physics of PV on. */
  location: z.union([PlantLocation, bySeries(PlantLocation)]).optional(),
  covariates: z.union([Covariates, bySeries(Covariates)]).optional(),
})
export type ForecastOptions = z.infer<typeof ForecastOptions>

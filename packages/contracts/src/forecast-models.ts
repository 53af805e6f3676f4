import { z } from 'zod'
import { CountryCode, ForecastOptions, Levels, Seed } from './forecast-request.ts'
import { Duration, Id, IdPageQuery, Instant, Key, pageOf } from './scalars.ts'

export const ModelStatus = z.enum(['candidate', 'active', 'retired'])

/** One trained version of a model for a series and a way of asking; its fitted state stays inside. */
export const ForecastModel = z
  .object({
    id: Id,
    series: z.string(),
    name: z.string(),
    version: z.int(),
    status: ModelStatus,
    /** Why it is what it is: a sentence with the numbers. */
    reason: z.string(),
    /** Stable beside the sentence, with what it says; null for a person's own words and for versions from before there was one. */
    reasonCode: z.string().nullable(),
    reasonValues: z.record(z.string(), z.union([z.string(), z.number()])),
    trainedFrom: Instant,
    trainedTo: Instant,
    trainedPoints: z.int(),
    /** What it was trained for: horizon, levels, covariates, bounds. */
    request: z.json(),
    parameters: z.json(),
    scores: z.json(),
    seed: z.int(),
    codeVersion: z.string(),
    inputsSha256: z.string(),
    stateBytes: z.int().nullable(),
    createdAt: Instant,
    activatedAt: Instant.nullable(),
    retiredAt: Instant.nullable(),
  })
  .meta({ id: 'ForecastModel' })
export type ForecastModel = z.infer<typeof ForecastModel>
export const ForecastModelPage = pageOf(ForecastModel).meta({ id: 'ForecastModelPage' })
export const ForecastModelQuery = IdPageQuery.extend({ series: Key, status: ModelStatus.optional() })

/** Why a model is trained. */
export const TrainReason = z.enum(['asked', 'schedule', 'drift', 'correction'])
export type TrainReason = z.infer<typeof TrainReason>

/** Task `train`, and body of POST /forecast/models/train. */
export const TrainTaskInput = z.strictObject({
  series: z.array(Key).min(1).max(1000),
  horizon: Duration.default('PT36H'),
  /** Time up to which history is looked at. Default: when the job was made. */
  at: Instant.optional(),
  levels: Levels.default([]),
  country: CountryCode.optional(),
  seed: Seed.default(1),
  ...ForecastOptions.shape,
  reason: TrainReason.default('asked'),
})
export type TrainTaskInput = z.infer<typeof TrainTaskInput>
export const TrainTaskOutput = z.object({
  trained: z.int(),
  promoted: z.int(),
  /** Series whose model could not be trained; `failures` names the first 50 of them. */
  failed: z.int(),
  failures: z.array(z.object({ series: z.string(), code: z.string(), message: z.string() })),
  /** The first 100 versions. */
  models: z.array(
    z.object({ series: z.string(), modelId: Id, name: z.string(), version: z.int(), status: ModelStatus }),
  ),
})
export type TrainTaskOutput = z.infer<typeof TrainTaskOutput>

/** Body of the calls that change a version's status. */
export const ModelDecision = z.strictObject({ reason: z.string().min(1).max(500).optional() })

/** When the models of a series are trained anew. `every` null: never by the calendar. */
export const NewRetrainPolicy = z.strictObject({
  every: Duration.nullable().default('P7D'),
  onDrift: z.boolean().default(true),
  onCorrection: z.boolean().default(true),
})
export const RetrainPolicy = z
  .object({
    series: z.string(),
    every: z.string().nullable(),
    onDrift: z.boolean(),
    onCorrection: z.boolean(),
    /** Null while the series goes by the default. */
    updatedAt: Instant.nullable(),
  })
  .meta({ id: 'RetrainPolicy' })
export type RetrainPolicy = z.infer<typeof RetrainPolicy>

/** `meter-changed` is an alarm about the data: nothing is trained on it. */
export const DriftKind = z.enum(['error-level', 'coverage', 'skill', 'meter-changed'])
export type DriftKind = z.infer<typeof DriftKind>
export const Drift = z
  .object({
    id: Id,
    series: z.string(),
    kind: DriftKind,
    at: Instant,
    value: z.number().nullable(),
    limit: z.number().nullable(),
    message: z.string(),
    trainTaskRunId: Id.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Drift' })
export type Drift = z.infer<typeof Drift>
export const DriftPage = pageOf(Drift).meta({ id: 'DriftPage' })
export const DriftQuery = IdPageQuery.extend({ series: Key.optional() })

/** Task `watch`: looks at the latest forecasts of series for drift, and for models that are due. */
export const WatchTaskInput = z.strictObject({ series: z.array(Key).min(1).max(10_000), at: Instant })
export type WatchTaskInput = z.infer<typeof WatchTaskInput>
export const WatchTaskOutput = z.object({ watched: z.int(), drifts: z.int(), trainings: z.int() })
export type WatchTaskOutput = z.infer<typeof WatchTaskOutput>

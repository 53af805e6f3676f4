// What a backtest is asked: grid, origins, what a model may see, bounds. Section 2 of the forecasting design, field by field.
import { Failure, parseInstant, pointerTo } from '@omarino/energy'
import { z } from 'zod'
import { PlantLocation } from './forecast-request.ts'
import { Duration, Zone } from './scalars.ts'

const MOST_ORIGINS = 100_000
const MOST_STEPS = 20_000
const MOST_LEVELS = 99

/** An instant with an offset, or a local time or date of the protocol's zone. */
const Moment = z
  .string()
  .max(40)
  .refine((text) => typeof parseInstant(text) === 'number' || parseInstant(text) === 'TIME_ZONE_MISSING', {
    error: 'must be an ISO 8601 time such as 2026-03-01T00:00:00Z, or a local one of the zone such as 2026-03-01',
  })
const names = z.array(z.string().min(1).max(200)).max(500)
const levels = z
  .array(z.number().gt(0).lt(1))
  .min(1)
  .max(MOST_LEVELS)
  .refine((list) => list.every((level, i) => i === 0 || level > list[i - 1]), { error: 'must rise' })
const stepping = z.strictObject({ first: Moment, every: Duration, count: z.int().min(1).max(MOST_ORIGINS).optional() })
const covariates = z.strictObject({ known: names.default([]), observed: names.default([]) })

export const BacktestProtocol = z
  .strictObject({
    /** Free text for the reader. */
    note: z.string().max(10_000).optional(),
    step: Duration,
    /** Steps forecast from each origin. */
    horizon: z.int().min(1).max(MOST_STEPS),
    /** Without a count: as many as fit. */
    origins: z.union([z.array(Moment).min(1).max(MOST_ORIGINS), stepping], {
      error: 'must be a list of times, or {first, every, count}',
    }),
    /** In steps; without it the day and the week of the step. */
    seasonality: z.array(z.int().min(2).max(MOST_STEPS)).min(1).max(5).optional(),
    quantiles: levels.default([0.1, 0.5, 0.9]),
    zone: Zone.default('UTC'),
    country: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be an ISO 3166 code such as DE or DE-BY')
      .nullable()
      .default(null),
    /** False: times are mere counters, so that weekdays and holidays mean nothing. */
    dated: z.boolean().default(true),
    /** Parameters are fitted once, at each origin, or not more often than this. */
    refit: z
      .string()
      .regex(/^(?:never|origin|P(?:T\d{1,5}[HM]|\d{1,5}[DWMY]))$/, 'must be never, origin, or a duration such as P1M')
      .default('origin'),
    /** Longest past that a model may see; null: all. */
    history: Duration.nullable().default(null),
    /** Known through the horizon; observed up to the origin only. */
    covariates: covariates.default({ known: [], observed: [] }),
    /** Upper bound in the unit of the series, for all or per series. */
    capacity: z
      .union([z.number(), z.record(z.string(), z.number())], { error: 'must be a number, or numbers by series' })
      .nullable()
      .default(null),
    nonNegative: z.union([z.boolean(), names], { error: 'must be true, false or a list of series' }).default(false),
    /** Of a PV plant, for all or per series. */
    location: z
      .union([PlantLocation, z.record(z.string(), PlantLocation)], {
        error: 'must be {latitude, longitude}, or such by series',
      })
      .nullable()
      .default(null),
    model: z.string().min(1).max(100).default('auto'),
    seed: z.int().min(0).max(2 ** 31).default(1), // prettier-ignore
    /** Whether a stamp names the start or the end of its interval, in the data and in the forecasts. */
    stamps: z.enum(['start', 'end']).default('start'),
  })
  .meta({ id: 'BacktestProtocol' })
export type BacktestProtocol = z.infer<typeof BacktestProtocol>

/** @throws Failure `PROTOCOL_INVALID` with the pointer and the reason; a field that does not exist is named */
export function parseBacktestProtocol(json: unknown): BacktestProtocol {
  const parsed = BacktestProtocol.safeParse(json)
  if (!parsed.success) throw refusal(parsed.error.issues[0], [])
  const both = parsed.data.covariates.known.find((name) => parsed.data.covariates.observed.includes(name))
  if (both === undefined) return parsed.data
  const sentence = `/covariates: ${both} is either known or observed, not both`
  throw new Failure('invalid', 'PROTOCOL_INVALID', sentence, '/covariates')
}

type Issue = z.core.$ZodIssue

function refusal(issue: Issue, above: readonly PropertyKey[]): Failure {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    // The branch that got furthest tells more than "none of them".
    const inner = issue.errors.map(([first]) => first).find((first) => first.path.length > 0 || isUnknownField(first))
    if (inner) return refusal(inner, path)
  }
  const unknown = isUnknownField(issue) ? issue.keys[0] : undefined
  const pointer = pointerTo(unknown === undefined ? path : [...path, unknown])
  const fault =
    unknown === undefined ? issue.message : `"${unknown}" is not a field of ${String(path.at(-1) ?? 'a protocol')}`
  return new Failure('invalid', 'PROTOCOL_INVALID', `${pointer || 'the protocol'}: ${fault}`, pointer)
}

const isUnknownField = (issue: Issue): issue is z.core.$ZodIssueUnrecognizedKeys => issue.code === 'unrecognized_keys'

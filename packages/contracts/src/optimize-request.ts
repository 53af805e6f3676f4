// What an optimization is asked: a site, its horizon, prices, forecasts and assets. Units stand in the names.
import { Failure, parseInstant } from '@omarino/energy'
import { z } from 'zod'

const instant = z.string().refine((text) => text.endsWith('Z') && typeof parseInstant(text) === 'number', {
  error: 'must be an instant as ISO 8601 in UTC, such as 2026-01-31T23:00:00Z',
})
const MAX_STEPS = 20_000 // the admission limit of the solver processes lies below what this many steps need
const values = z.array(z.number().nullable()).min(1).max(MAX_STEPS)
const quantiles = z.strictObject({
  quantiles: z
    .record(z.string().regex(/^p\d{1,2}(\.\d+)?$/), values)
    .refine((levels) => 'p50' in levels, { error: 'must hold p50' }),
})
/** V: a number, one value per step, or the name of a profile in `prices` or `forecasts`; null is a missing value. */
const profile = z.union([z.number(), values, z.string().min(1)], {
  error: 'must be a number, a list with one number (or null) per step, or the name of a profile',
})
/** P: V, or quantiles of which the optimizer takes p50. */
const uncertain = z.union([z.number(), values, z.string().min(1), quantiles], {
  error: 'must be a number, a list with one number (or null) per step, the name of a profile, or {quantiles: {p50}}',
})
const named = z.union([z.number(), values, quantiles], {
  error: 'must be a number, a list with one number (or null) per step, or {quantiles: {p50}}',
})
const share = z.number().min(0).max(1)
const efficiency = z.number().gt(0).max(1)
const costPerKwh = z.number().nonnegative()
const asset = { id: z.string().min(1), node: z.string().min(1).optional(), hard: z.array(z.string()).optional() }

const battery = z.strictObject({
  ...asset,
  type: z.literal('battery'),
  capacityKwh: z.number().positive(),
  maxChargeKw: profile,
  maxDischargeKw: profile,
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency,
  socMin: profile,
  socMax: profile,
  startSoc: share,
  endSocMin: share.optional(),
  selfDischargePerHour: z.number().min(0).lt(1).optional(),
  endValuePerKwh: z.number().optional(),
  endValueSegments: z
    .array(z.strictObject({ sizeKwh: z.number().positive(), pricePerKwh: z.number() }))
    .min(1)
    .optional(),
  wearCostPerKwh: costPerKwh.optional(),
})
const renewable = { availableKw: uncertain, curtailable: z.boolean(), curtailCostPerKwh: costPerKwh.optional() }
const pv = z.strictObject({ ...asset, type: z.literal('pv'), ...renewable })
const wind = z.strictObject({ ...asset, type: z.literal('wind'), ...renewable })
const load = z.strictObject({
  ...asset,
  type: z.literal('load'),
  powerKw: uncertain,
  shedCostPerKwh: costPerKwh.optional(),
})
const demandCharge = z.strictObject({
  id: z.string().min(1),
  pricePerKw: z.number().nonnegative(),
  intervalMinutes: z.int().positive(),
  realisedKw: z.number().nonnegative(),
  intervalEnergyKwh: z.number().nonnegative().optional(),
  direction: z.enum(['import', 'export']).optional(),
  windows: z
    .array(z.tuple([instant, instant]))
    .min(1)
    .optional(),
})
const grid = z.strictObject({
  ...asset,
  type: z.literal('grid'),
  importLimitKw: profile,
  exportLimitKw: profile,
  importPricePerKwh: uncertain,
  exportPricePerKwh: uncertain,
  demandCharges: z.array(demandCharge).optional(),
})
const horizon = z.union(
  [
    z.strictObject({ start: instant, stepMinutes: z.int().positive(), steps: z.int().positive().max(MAX_STEPS) }),
    z.strictObject({ start: instant, stepEnds: z.array(instant).min(1).max(MAX_STEPS) }),
  ],
  { error: `must be {start, stepMinutes, steps} or {start, stepEnds}, at most ${MAX_STEPS} steps, instants in UTC` },
)
const solver = z.strictObject({
  timeLimitSeconds: z.number().positive().max(3600).optional(),
  relativeGap: z.number().min(0).max(1).optional(),
  absoluteGap: z.number().min(0).optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
})

/** `ems.optimize/1`: everything that a dispatch is computed from; the same request gives the same plan. */
export const OptimizeRequest = z
  .strictObject({
    schema: z.literal('ems.optimize/1'),
    site: z.strictObject({
      id: z.string().min(1),
      currency: z.string().regex(/^[A-Z]{3}$/),
      timeZone: z.string().min(1),
    }),
    horizon,
    prices: z.record(z.string().min(1), named).optional(),
    forecasts: z.record(z.string().min(1), named).optional(),
    assets: z.array(z.discriminatedUnion('type', [battery, pv, wind, load, grid])).min(1),
    solver: solver.optional(),
  })
  .meta({ id: 'OptimizeRequest' })
export type OptimizeRequest = z.infer<typeof OptimizeRequest>
/** One thing behind the grid connection point, or the connection itself. */
export type OptimizeAsset = OptimizeRequest['assets'][number]
/** A number, one value per step, or a name (V of the notation), or quantiles (P). */
export type OptimizeProfile = z.infer<typeof uncertain>

/**
 * Reads a request from parsed JSON.
 * @throws Failure 'invalid' `OPTIMIZE_REQUEST_INVALID` with one sentence and the JSON pointer of the first field at fault;
 *   a field that the schema does not know is at fault
 */
export function parseOptimizeRequest(json: unknown): OptimizeRequest {
  const parsed = OptimizeRequest.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const pointer = pointerTo(unknown === undefined ? issue.path : [...issue.path, unknown])
  const fault =
    unknown === undefined ? issue.message : `"${unknown}" is not a field of ${String(issue.path.at(-1) ?? 'a request')}`
  throw new Failure('invalid', 'OPTIMIZE_REQUEST_INVALID', `${pointer || 'the request'}: ${fault}`, pointer)
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

// What an optimization is asked: a site, its horizon, prices, forecasts and assets. Units stand in the names.
import { Failure, pointerTo } from '@omarino/energy'
import { z } from 'zod'
import { battery } from './optimize-assets/battery.ts'
import { boiler } from './optimize-assets/boiler.ts'
import { building } from './optimize-assets/building.ts'
import { deferrable } from './optimize-assets/deferrable.ts'
import { electrolyzer } from './optimize-assets/electrolyzer.ts'
import { ev } from './optimize-assets/ev.ts'
import { generator } from './optimize-assets/generator.ts'
import { grid } from './optimize-assets/grid.ts'
import { heatLoad } from './optimize-assets/heat-load.ts'
import { heatPump } from './optimize-assets/heat-pump.ts'
import { load } from './optimize-assets/load.ts'
import { instant, MAX_STEPS, named, type uncertain } from './optimize-assets/profile.ts'
import { pv, wind } from './optimize-assets/renewable.ts'
import { co2, explain, limit, objective, pin, reserve, uncertainty } from './optimize-assets/site-wide.ts'
import { thermalStore } from './optimize-assets/thermal-store.ts'

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
  /** `exec` is the solver program that the machine's operator named; without it HiGHS in the solver process. */
  backend: z.enum(['highs', 'exec']).optional(),
  /** Nodes of the search; unlike a time limit it stops every run at the same plan. */
  nodeLimit: z.int().positive().optional(),
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
    assets: z
      .array(
        z.discriminatedUnion('type', [
          battery,
          deferrable,
          ev,
          pv,
          wind,
          load,
          heatLoad,
          heatPump,
          boiler,
          thermalStore,
          building,
          electrolyzer,
          generator,
          grid,
        ]),
      )
      .min(1),
    reserves: z.array(reserve).max(20).optional(),
    limits: z.array(limit).max(50).optional(),
    co2: co2.optional(),
    objective: objective.optional(),
    uncertainty: uncertainty.optional(),
    pins: z.array(pin).max(100).optional(),
    explain: explain.optional(),
    /** A plan from before, to start from; part of what the answer may depend on. */
    previous: z
      .strictObject({
        horizon,
        schedules: z.record(z.string(), z.record(z.string(), z.array(z.number().nullable()).max(MAX_STEPS))),
      })
      .optional(),
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
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    return refuse(unknown === undefined ? issue.path : [...issue.path, unknown], faultOf(issue, unknown))
  }
  const beyond = firstBeyond(parsed.data, [])
  if (beyond) refuse(beyond.path, `${beyond.value} is beyond ±${MAX_NUMBER}, which no site has`)
  return parsed.data
}

function refuse(path: readonly PropertyKey[], fault: string): never {
  const pointer = pointerTo(path)
  throw new Failure('invalid', 'OPTIMIZE_REQUEST_INVALID', `${pointer || 'the request'}: ${fault}`, pointer)
}

function faultOf({ message, path }: z.core.$ZodIssue, unknown: string | undefined): string {
  if (unknown !== undefined) return `"${unknown}" is not a field of ${String(path.at(-1) ?? 'a request')}`
  return message.replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing; it must be of type $1')
}

// Larger numbers are mistakes, and sums of them leave what a solver and eight bytes can tell apart.
const MAX_NUMBER = 1e9

interface Place {
  readonly path: readonly PropertyKey[]
  readonly value: number
}

/** The first number of a document that is too large, in the order of the document. */
function firstBeyond(value: unknown, path: readonly PropertyKey[]): Place | undefined {
  if (typeof value === 'number') return Math.abs(value) > MAX_NUMBER ? { path, value } : undefined
  if (value === null || typeof value !== 'object') return undefined
  if (Array.isArray(value) && value.every((part) => typeof part === 'number' && Math.abs(part) <= MAX_NUMBER))
    return undefined
  for (const [key, part] of Object.entries(value)) {
    const found = firstBeyond(part, [...path, key])
    if (found) return found
  }
  return undefined
}

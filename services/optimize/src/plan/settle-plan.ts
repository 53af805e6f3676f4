import type { OptimizeRequest, OptimizeResult, Settlement } from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'
import { idleCost, settle } from '@omarino/optimization'
import { findSeries } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import { factorFor } from '../assets/series-needs.ts'
import type { SolvePlan } from '../solver/solver-pool.ts'
import { gapsOf } from './onto-steps.ts'
import { costOfDoingNothing } from './requested-plan.ts'
import type { StepGrid } from './onto-steps.ts'
import { readOnGrid } from './read-points.ts'

const MINUTE_MS = 60_000
const MAX_FORESIGHT_SECONDS = 20 // a caller waits for it

export interface SettlePorts {
  readonly db: Queryable
  readonly solve: SolvePlan
  /** Unix milliseconds. */
  readonly now: () => number
}

/**
 * What a plan cost on what really happened, beside doing nothing and perfect foresight, all with the same start and end
 * value. While a measured series has a gap in the horizon the costs are null, and `missing` names each series and instant.
 */
export async function settlePlan(
  { db, solve, now }: SettlePorts,
  request: OptimizeRequest,
  schedules: OptimizeResult['schedules'],
  signal?: AbortSignal,
): Promise<Settlement> {
  const { forecasts, missing } = await readActuals(db, request)
  const never = whyNever(request)
  if (never !== undefined) return unsettled([never])
  if (missing.length > 0) return unsettled(missing)
  const actual: OptimizeRequest = { ...request, forecasts }
  const foresight = await foresightOf(actual, solve, signal)
  return {
    costRealised: settle(actual, schedules).cost,
    costDoingNothingRealised: idleCost(actual).cost,
    costPerfectForesight: foresight.schedules ? settle(actual, foresight.schedules).cost : null,
    settledAt: new Date(now()).toISOString(),
    missing: foresight.missing,
  }
}

/** Why no actuals will ever settle a request; undefined where they may. */
function whyNever(request: OptimizeRequest): string | undefined {
  if (Object.keys(request.forecasts ?? {}).length === 0)
    return 'the request names no stored series that could be measured'
  return costOfDoingNothing(request) === null
    ? 'a node has no grid connection that could take the difference'
    : undefined
}

/** The best plan for what really happened; where none passes the check, the other costs still stand. */
async function foresightOf(
  actual: OptimizeRequest,
  solve: SolvePlan,
  signal: AbortSignal | undefined,
): Promise<{ schedules?: OptimizeResult['schedules']; missing: string[] }> {
  try {
    return { schedules: (await solve(withinPatience(actual), signal)).schedules, missing: [] }
  } catch (error) {
    const noPlan = error instanceof Failure && (error.kind === 'infeasible' || error.code === 'PLAN_REFUSED')
    if (!noPlan) throw error
    return { missing: [`perfect foresight: ${error.message}`] }
  }
}

const unsettled = (missing: string[]): Settlement => ({
  costRealised: null,
  costDoingNothingRealised: null,
  costPerfectForesight: null,
  settledAt: null,
  missing,
})

/** The horizon of a request that this service made. */
export function gridOf({ horizon }: OptimizeRequest): StepGrid {
  if ('stepEnds' in horizon) throw new Error('a plan of this service has equal steps')
  return {
    startMs: parseInstant(horizon.start) as number,
    stepMs: horizon.stepMinutes * MINUTE_MS,
    steps: horizon.steps,
  }
}

/** Forecasts of a request are powers, and profiles such as temperatures and coefficients of performance. */
const perUnit = (unit: string): number =>
  factorFor('power', unit) ?? factorFor('temperature', unit) ?? factorFor('ratio', unit) ?? NaN

/** Measured values under the names that the request's forecasts have, the keys of their series: kW, °C or ratios. */
export async function readActuals(
  db: Queryable,
  request: OptimizeRequest,
): Promise<{ forecasts: Record<string, number[]>; missing: string[] }> {
  if ('stepEnds' in request.horizon) return { forecasts: {}, missing: ['the plan has steps of different length'] }
  const grid = gridOf(request)
  const forecasts: Record<string, number[]> = {}
  const missing: string[] = []
  for (const key of Object.keys(request.forecasts ?? {})) {
    const series = await findSeries(db, key)
    if (!series) {
      missing.push(`"${key}" is no stored series`)
      continue
    }
    const values = (await readOnGrid(db, series, grid)).map((value) => value * perUnit(series.unit))
    const [gap] = gapsOf(values, grid)
    if (gap) missing.push(`${key} from ${new Date(gap.fromMs).toISOString()}`)
    else forecasts[key] = [...values]
  }
  return { forecasts, missing }
}

const withinPatience = (request: OptimizeRequest): OptimizeRequest => {
  const asked = request.solver?.timeLimitSeconds ?? MAX_FORESIGHT_SECONDS
  return { ...request, solver: { ...request.solver, timeLimitSeconds: Math.min(asked, MAX_FORESIGHT_SECONDS) } }
}

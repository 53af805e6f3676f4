import { integerVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'
import os from 'node:os'

export interface OptimizeConfig {
  /** Warm solver processes; one core is left to the rest of the system. */
  readonly solverChildren: number
  /** No solve of this process may take longer, whatever its request says. */
  readonly maxSolveSeconds: number
}

const MAX_SOLVE_SECONDS = 300 // what the contract of a run allows

export const readConfig = (env: Env): OptimizeConfig =>
  Object.freeze({
    solverChildren: integerVariable(env, 'EMS_SOLVER_CHILDREN', Math.max(1, os.availableParallelism() - 1), [1, 64]),
    maxSolveSeconds: integerVariable(env, 'EMS_SOLVER_MAX_SECONDS', MAX_SOLVE_SECONDS, [1, MAX_SOLVE_SECONDS]),
  })

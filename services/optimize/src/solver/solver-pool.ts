import { OptimizeResult } from '@omarino/contracts'
import type { OptimizeRequest } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { checkSchedule, hashOfRequest } from '@omarino/optimization'
import type { SolveProgress } from '@omarino/optimization'
import { createChildPool } from '@omarino/platform'

/** Plans a request in a child process; what comes back has passed the check here. */
export type SolvePlan = (
  request: OptimizeRequest,
  signal?: AbortSignal,
  /** Called at every better plan that the search finds. */
  onProgress?: (progress: SolveProgress) => void,
) => Promise<OptimizeResult>

export interface SolverPool {
  readonly solve: SolvePlan
  ready(): Promise<void>
  close(): Promise<void>
}

const ENTRY = new URL('../solver-child.ts', import.meta.url)
const RECYCLE_BYTES = 512 * 1024 * 1024 // resident; a warm child has some 150 MiB, the solver's own memory never shrinks
const MAX_DATA_BYTES = 2.5 * 1024 ** 3 // some 1.1 GiB are reservations of Node; the rest holds every model that is admitted
const DEFAULT_TIME_LIMIT_SECONDS = 30

/** A solver may overrun its own limit a little; beyond this it is stuck. */
export const killAfterMs = (timeLimitSeconds: number): number => 1.2 * timeLimitSeconds * 1000 + 2000

/** Starts warm solver processes. A request that ended three of them is refused (`COMPUTE_QUARANTINED`). */
export function createSolverPool(
  size: number,
  onError: (message: string) => void,
  maxDataBytes = MAX_DATA_BYTES,
): SolverPool {
  const pool = createChildPool({ entry: ENTRY, size, recycleBytes: RECYCLE_BYTES, maxDataBytes, onError })
  return {
    async solve(request, signal, onProgress) {
      const limit = request.solver?.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS
      const options = {
        killAfterMs: killAfterMs(limit),
        key: hashOfRequest(request),
        ...(signal && { signal }),
        ...(onProgress && { onProgress: (best: unknown) => onProgress(best as SolveProgress) }),
      }
      return checkedResult(request, await pool.run<unknown>(request, options))
    },
    ready: () => pool.ready(),
    close: () => pool.close(),
  }
}

/**
 * The result of a child process that may be damaged, checked by code that does not know the solver.
 * @throws Failure 'infeasible' with the engine's own code when there is no plan; 'unavailable' `PLAN_REFUSED` when the plan
 *   does not keep what it says
 */
export function checkedResult(request: OptimizeRequest, reply: unknown): OptimizeResult {
  const parsed = OptimizeResult.safeParse(reply)
  if (!parsed.success) throw refused(`it is no result at /${parsed.error.issues[0].path.map(String).join('/')}`)
  const result = parsed.data
  if (result.failure)
    throw new Failure('infeasible', result.failure.code, result.failure.detail, result.failure.pointer)
  if (result.requestHash !== hashOfRequest(request)) throw refused('it answers another request')
  const { faults } = checkSchedule(request, result)
  if (faults.length > 0) throw refused(faults[0])
  return result
}

const refused = (why: string): Failure =>
  new Failure('unavailable', 'PLAN_REFUSED', `the plan did not pass the check and was not stored: ${why}`)

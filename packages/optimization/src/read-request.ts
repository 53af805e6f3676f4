import type { OptimizeRequest } from '@omarino/contracts'
import { readAxis } from './plant/axis.ts'
import { readPlant } from './plant/plant.ts'
import { scenarioRequests } from './uncertainty/scenario-requests.ts'

/**
 * Reads a request as the engine would and plans nothing.
 * @throws Failure 'invalid' with the pointer of the first field at fault
 */
export function refuseUnreadable(request: OptimizeRequest): void {
  const { axis } = readPlant(request)
  scenarioRequests(request, axis)
}

/** First and last instant of a horizon, Unix milliseconds. @throws Failure 'invalid' when its steps do not rise */
export function planTimes({ horizon }: OptimizeRequest): { startMs: number; endMs: number } {
  const { startsMs, endsMs } = readAxis(horizon)
  return { startMs: startsMs[0], endMs: endsMs[endsMs.length - 1] }
}

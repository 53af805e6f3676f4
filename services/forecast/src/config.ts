import { integerVariable } from '@omarino/platform'
import type { Env } from '@omarino/platform'
import os from 'node:os'

export interface ForecastConfig {
  /** Threads that compute; one core is left to answer requests. */
  readonly threads: number
  /** A thread whose heap outgrows this ends, and its task with it; columns of numbers lie outside the heap. */
  readonly threadHeapMb: number
  /** Fitted models that this process keeps at hand. */
  readonly cacheMb: number
}

export const readConfig = (env: Env): ForecastConfig =>
  Object.freeze({
    threads: integerVariable(env, 'EMS_FORECAST_THREADS', Math.max(1, os.availableParallelism() - 1), [1, 64]),
    threadHeapMb: integerVariable(env, 'EMS_FORECAST_HEAP_MB', 512, [64, 16_384]),
    cacheMb: integerVariable(env, 'EMS_FORECAST_CACHE_MB', 128, [1, 16_384]),
  })

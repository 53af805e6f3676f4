import { createByteCache, createThreadPool } from '@omarino/platform'
import type { App, DescribeOnly, Kit, ServiceBody, TaskKindHandler } from '@omarino/platform'
import type { Pool } from 'pg'
import { readConfig } from './config.ts'
import { fittedStates } from './fitted-states.ts'
import { modelCode } from './model-code.ts'
import { backtestRoutes } from './routes/backtests.ts'
import { forecastRoutes } from './routes/forecasts.ts'
import { modelRoutes } from './routes/models.ts'
import { scoreRoutes } from './routes/scores.ts'
import type { ForecastPorts } from './tasks/forecast-chunk.ts'
import { backtestTask } from './tasks/run-backtest.ts'
import { forecastTask } from './tasks/run-forecast.ts'
import { trainTask } from './tasks/train-models.ts'
import { watchTask } from './tasks/watch-series.ts'

const MB = 1024 * 1024
const CONCURRENT_TASKS = 4 // threads bound the computing; a large batch must not keep a small forecast waiting
const CACHED_SECONDS = 7 * 86_400

export const WORKER_ENTRY = new URL('./forecast-worker.ts', import.meta.url)

/** All routes of the service. */
export async function registerRoutes(app: App, db: Pool, code: string): Promise<void> {
  await app.register(forecastRoutes, { db })
  await app.register(scoreRoutes, { db })
  await app.register(backtestRoutes, { db })
  await app.register(modelRoutes, { db, code })
}

/** The service of forecasts: what comes, with its uncertainty, from stored history alone. */
export async function buildForecast({ db, env, config, log }: Kit): Promise<ServiceBody> {
  const { threads, threadHeapMb, cacheMb } = readConfig(env)
  const pool = createThreadPool({ entry: WORKER_ENTRY, size: threads, maxHeapMb: threadHeapMb })
  const { redisUrl } = config
  const cache = await createByteCache({
    name: 'ems:fitted',
    maxBytes: cacheMb * MB,
    redisUrl,
    keepSeconds: CACHED_SECONDS,
    log,
  })
  const ports = { db, pool, threads, states: fittedStates(db, cache), now: () => Date.now(), code: modelCode() }
  return {
    kinds: taskKinds(ports),
    concurrency: CONCURRENT_TASKS,
    modes: { threads: String(threads), models: redisUrl === undefined ? 'postgresql' : 'redis, postgresql' },
    register: (app) => registerRoutes(app, db, ports.code),
    async stop() {
      await pool.close()
      await cache.close()
    },
  }
}

/** All kinds of work of the service. */
export const taskKinds = (ports: ForecastPorts): TaskKindHandler[] => [
  forecastTask(ports),
  trainTask(ports),
  watchTask(ports),
  backtestTask(ports),
]

/** The routes alone. */
export const describeForecast: DescribeOnly = (app) => registerRoutes(app, undefined as unknown as Pool, '')

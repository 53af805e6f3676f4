import { createThreadPool } from '@omarino/platform'
import type { App, DescribeOnly, Kit, ServiceBody } from '@omarino/platform'
import type { Pool } from 'pg'
import { readConfig } from './config.ts'
import { forecastRoutes } from './routes/forecasts.ts'
import { scoreRoutes } from './routes/scores.ts'
import { forecastTask } from './tasks/run-forecast.ts'

export const WORKER_ENTRY = new URL('./forecast-worker.ts', import.meta.url)

/** All routes of the service. */
export async function registerRoutes(app: App, db: Pool): Promise<void> {
  await app.register(forecastRoutes, { db })
  await app.register(scoreRoutes, { db })
}

/** The service of forecasts: what comes, with its uncertainty, from stored history alone. */
export async function buildForecast({ db, env }: Kit): Promise<ServiceBody> {
  const { threads, threadHeapMb } = readConfig(env)
  const pool = createThreadPool({ entry: WORKER_ENTRY, size: threads, maxHeapMb: threadHeapMb })
  return {
    kinds: [forecastTask({ db, pool, threads })],
    concurrency: 2,
    modes: { threads: String(threads) },
    register: (app) => registerRoutes(app, db),
    stop: () => pool.close(),
  }
}

/** The routes alone. */
export const describeForecast: DescribeOnly = (app) => registerRoutes(app, undefined as unknown as Pool)

import type { App, DescribeOnly, Kit, ServiceBody } from '@omarino/platform'
import type { Pool } from 'pg'
import { readConfig } from './config.ts'
import { importRoutes } from './routes/imports.ts'
import { meterRoutes } from './routes/meters.ts'
import { pointRoutes } from './routes/points.ts'
import { seriesRoutes } from './routes/series.ts'
import { importTask } from './tasks/import-points.ts'
import { publishTask } from './tasks/publish-plan.ts'

const register = async (app: App, db: Pool): Promise<void> => {
  for (const routes of [meterRoutes, seriesRoutes, pointRoutes, importRoutes]) await app.register(routes, { db })
}

/** The service of meters, series, points and imports. */
export async function buildTimeseries({ db, env }: Kit): Promise<ServiceBody> {
  const { inbox } = readConfig(env)
  return {
    kinds: [importTask({ db, inbox }), publishTask({ db })],
    concurrency: 2,
    register: (app) => register(app, db),
  }
}

/** The routes alone. */
export const describeTimeseries: DescribeOnly = (app) => register(app, undefined as unknown as Pool)

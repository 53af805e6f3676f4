import type { App, DescribeOnly, Kit, ServiceBody } from '@omarino/platform'
import type { Pool } from 'pg'
import { readConfig } from './config.ts'
import { startClock } from './cron/clock.ts'
import type { Clock } from './cron/clock.ts'
import { dagRoutes } from './routes/dags.ts'
import { reportRoutes } from './routes/reports.ts'
import { runRoutes } from './routes/runs.ts'
import { webhookTask } from './tasks/send-webhook.ts'
import { reportTask } from './tasks/write-report.ts'

const register = async (app: App, db: Pool): Promise<void> => {
  for (const routes of [dagRoutes, runRoutes, reportRoutes]) await app.register(routes, { db })
}

/** The service of workflows: definitions, triggers, runs, reports, webhooks. */
export async function buildScheduler({ db, env, config, dispatcher, log }: Kit): Promise<ServiceBody> {
  const { webhookSecret, egressAllowed } = readConfig(env)
  let clock: Clock | undefined
  return {
    kinds: [reportTask(db), webhookTask({ db, secret: webhookSecret, allowed: egressAllowed })],
    concurrency: 4,
    register: (app) => register(app, db),
    started() {
      clock = startClock(db, config.databaseUrl, dispatcher, log)
    },
    stop: async () => clock?.stop(),
  }
}

/** The routes alone. */
export const describeScheduler: DescribeOnly = (app) => register(app, undefined as unknown as Pool)

import type { App, DescribeOnly, Kit, ServiceBody } from '@omarino/platform'
import { readConfig } from './config.ts'
import { replayRoutes } from './routes/replays.ts'
import { runRoutes } from './routes/runs.ts'
import { siteRoutes } from './routes/sites.ts'
import { createSolverPool } from './solver/solver-pool.ts'
import { planTask } from './tasks/plan-dispatch.ts'
import { replayTask } from './tasks/replay-days.ts'
import type { PlanPorts } from './tasks/plan-dispatch.ts'

/** All routes of this service. */
export async function registerRoutes(app: App, ports: PlanPorts): Promise<void> {
  await app.register(siteRoutes, { db: ports.db })
  await app.register(runRoutes, ports)
  await app.register(replayRoutes, { db: ports.db })
}

/** The service of sites, assets and plans. */
export async function buildOptimize({ db, env, log }: Kit): Promise<ServiceBody> {
  const { solverChildren, maxSolveSeconds } = readConfig(env)
  const pool = createSolverPool(solverChildren, (message) =>
    log.warn({ reason: message }, 'a solver process complained'),
  )
  const ports: PlanPorts = { db, solve: pool.solve, maxSolveSeconds, now: () => Date.now() }
  return {
    kinds: [planTask(ports), replayTask(ports)],
    concurrency: solverChildren,
    modes: { solver: 'highs' },
    checks: { solver: () => pool.ready().then(() => `${solverChildren} warm`) },
    register: (app) => registerRoutes(app, ports),
    stop: () => pool.close(),
  }
}

/** The routes alone. */
export const describeOptimize: DescribeOnly = (app) => registerRoutes(app, {} as PlanPorts)

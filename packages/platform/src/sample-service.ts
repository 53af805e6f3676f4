// A service for tests: the common app behind its door, with keys that stand on a board in memory.
import { POLICY } from '@omarino/contracts'
import type { RoutePolicy } from '@omarino/contracts'
import { createVerifier } from './internal-token.ts'
import type { KeyBoard } from './internal-token.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createApp } from './service.ts'
import type { App, ServiceParts } from './service.ts'
import type { Cleanup } from './test-process.ts'

export function memoryBoard(): KeyBoard {
  const keys = new Map<string, object>()
  return {
    publish: async (kid, _service, jwk) => void keys.set(kid, jwk),
    find: async (kid) => keys.get(kid),
  }
}

/** The service `forecast` without its routes; `routes` may register any that the policy knows. */
export async function sampleService(
  t: Cleanup,
  board: KeyBoard,
  routes: (app: App) => void,
  parts: Partial<ServiceParts> = {},
): Promise<App> {
  const app = createApp({
    name: 'forecast', log: createLog('forecast', 'silent'), metrics: createMetrics('forecast', 'test'), verify: createVerifier('forecast', board),
    translate: (error) => error, modes: { database: 'external' }, checks: {}, ...parts,
  }) // prettier-ignore
  await app.register(async (scope) => routes(scope as unknown as App))
  t.after(() => app.close())
  return app
}

/** Routes of `forecast` in the policy, by who may call them. */
export const routesOf = (access: RoutePolicy['access']): RoutePolicy[] =>
  POLICY.filter((route) => route.service === 'forecast' && route.access === access)

import { POLICY } from '@omarino/contracts'
import type { App, DescribeOnly, Kit, ServiceBody } from '@omarino/platform'
import { readConfig } from './config.ts'
import { openDoor } from './door.ts'
import type { Authenticate } from './door.ts'
import { startEventFeed } from './event-feed.ts'
import type { EventFeed } from './event-feed.ts'
import { createAuthenticator } from './identity/authenticate.ts'
import { createProviderKeys } from './identity/provider-keys.ts'
import { eventRoutes } from './routes/events.ts'
import { proxyRoutes } from './routes/proxy.ts'
import { systemRoutes } from './routes/system.ts'
import type { SystemPorts } from './routes/system.ts'

/** The door of a route that the gateway answers itself. @throws Error when the policy table lacks it */
const doorTo =
  (authenticate: Authenticate): SystemPorts['door'] =>
  (path) => {
    const policy = POLICY.find((one) => one.service === 'gateway' && one.path === path)
    if (!policy) throw new Error(`GET ${path} has no entry in the policy table (packages/contracts/src/policy.ts)`)
    return openDoor(policy, authenticate)
  }

async function registerOwn(
  app: App,
  authenticate: Authenticate,
  upstreams: SystemPorts['upstreams'],
  feed: EventFeed,
): Promise<void> {
  app.decorateRequest('caller', null)
  const door = doorTo(authenticate)
  await app.register(systemRoutes, { upstreams, door })
  await app.register(eventRoutes, { feed, door })
}

/** The one address that other programs and the web application call. */
export async function buildGateway({ db, env, config, log, signer }: Kit): Promise<ServiceBody> {
  const { issuer, audience, tokenType, upstreams } = readConfig(env)
  const now = (): number => Date.now()
  const authenticate = createAuthenticator({
    db,
    keys: createProviderKeys(issuer, now),
    issuer,
    audience,
    tokenType,
    now,
  })
  const feed = startEventFeed(db, config.databaseUrl, log)
  return {
    ownDoor: true,
    modes: { identity: new URL(issuer).hostname === 'localhost' ? 'built-in' : 'external', bus: 'postgresql' },
    async register(app) {
      await registerOwn(app, authenticate, upstreams, feed)
      await app.register(async (scope) => proxyRoutes(scope as unknown as App, { signer, authenticate, upstreams }))
    },
    stop: () => feed.stop(),
  }
}

/** The routes that the gateway answers itself. */
export const describeGateway: DescribeOnly = (app) =>
  registerOwn(
    app,
    async () => undefined,
    { timeseries: '', forecast: '', optimize: '', scheduler: '' },
    { subscribe: () => Promise.reject(new Error('describe only')), stop: async () => undefined },
  )

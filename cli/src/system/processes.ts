import type { ProcessName } from '@omarino/platform'
import path from 'node:path'
import { STATE_DIR } from '../folders.ts'
import type { Keys } from './keys.ts'
import type { Ports } from './ports.ts'
import type { ProcessPlan } from './supervisor.ts'

export const SERVICES = [
  'timeseries',
  'forecast',
  'optimize',
  'scheduler',
  'identity',
  'gateway',
  'web',
] as const satisfies readonly ProcessName[]

export interface PlanOptions {
  readonly databaseUrl: string
  readonly databaseMode: 'embedded' | 'external'
  readonly ports: Ports
  readonly keys: Keys
  readonly inbox: string
  /** Inner `host:port` that webhooks may call. */
  readonly egressAllow?: string
  readonly extra?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** True when our own identity provider serves: nobody named another, and this is not production. */
export const usesBuiltInIdentity = (env: NodeJS.ProcessEnv = process.env): boolean =>
  !env['OIDC_ISSUER'] && env['NODE_ENV'] !== 'production'

const ENTRIES: Readonly<Record<string, string>> = { web: 'web/server/main.ts' }
/** Less room for young garbage: a quarter less memory for idle services, measured, at no cost in their work. */
const NODE_FLAGS = ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning']

/** What each process is told. Public addresses say `localhost`, as the sign-in does. */
export function planProcesses(names: readonly ProcessName[], options: PlanOptions): ProcessPlan[] {
  const { ports, keys } = options
  const portEnv = Object.fromEntries(SERVICES.map((name) => [`EMS_${name.toUpperCase()}_PORT`, String(ports[name])]))
  const builtIn = usesBuiltInIdentity()
  const common: Record<string, string> = {
    ...portEnv, DATABASE_URL: options.databaseUrl, EMS_DATABASE_MODE: options.databaseMode, EMS_INBOX: options.inbox,
    EMS_WEBHOOK_SECRET: process.env['EMS_WEBHOOK_SECRET'] ?? keys.webhookSecret, EMS_SESSION_KEY: process.env['EMS_SESSION_KEY'] ?? keys.sessionKey,
    EMS_WEB_URL: process.env['EMS_WEB_URL'] ?? `http://localhost:${ports.web}`,
    ...(options.egressAllow ? { EMS_EGRESS_ALLOW: options.egressAllow } : {}),
    ...(builtIn ? identityEnv(ports, keys) : {}),
  } // prettier-ignore
  return names
    .filter((name) => builtIn || name !== 'identity')
    .map((name) => ({
      name,
      entry: ENTRIES[name] ?? `services/${name}/src/main.ts`,
      env: { ...common, ...options.extra?.[name] },
      nodeFlags: NODE_FLAGS,
    }))
}

const identityEnv = (ports: Ports, keys: Keys): Record<string, string> => ({
  OIDC_ISSUER: `http://localhost:${ports.identity}`,
  OIDC_CLIENT_ID: 'ems-web',
  OIDC_CLIENT_SECRET: keys.clientSecret,
  EMS_IDENTITY_PASSWORDS: JSON.stringify(keys.passwords),
  EMS_INSECURE_COOKIES: '1',
})

export const defaultInbox = (): string => process.env['EMS_INBOX'] ?? path.join(STATE_DIR, 'inbox')

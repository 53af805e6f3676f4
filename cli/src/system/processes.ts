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
  const { ports } = options
  const portEnv = Object.fromEntries(SERVICES.map((name) => [`EMS_${name.toUpperCase()}_PORT`, String(ports[name])]))
  const builtIn = usesBuiltInIdentity()
  const common: Record<string, string> = {
    ...portEnv, DATABASE_URL: options.databaseUrl, EMS_DATABASE_MODE: options.databaseMode,
    ...(builtIn ? { OIDC_ISSUER: `http://localhost:${ports.identity}` } : {}),
  } // prettier-ignore
  const own = ownEnv(options, builtIn)
  return names
    .filter((name) => builtIn || name !== 'identity')
    .map((name) => ({
      name,
      entry: ENTRIES[name] ?? `services/${name}/src/main.ts`,
      env: { ...common, ...own[name], ...options.extra?.[name] },
      nodeFlags: NODE_FLAGS,
    }))
}

/** What one process alone needs: no secret is told to a process that has no use for it. */
function ownEnv(
  { ports, keys, inbox, egressAllow }: PlanOptions,
  builtIn: boolean,
): Partial<Record<ProcessName, Record<string, string>>> {
  const { env } = process
  const client = builtIn
    ? { OIDC_CLIENT_ID: 'ems-web', OIDC_CLIENT_SECRET: keys.clientSecret, EMS_INSECURE_COOKIES: '1' }
    : {}
  const web = {
    ...client,
    EMS_WEB_URL: env['EMS_WEB_URL'] ?? `http://localhost:${ports.web}`,
    EMS_SESSION_KEY: env['EMS_SESSION_KEY'] ?? keys.sessionKey,
  }
  return {
    timeseries: { EMS_INBOX: inbox },
    scheduler: {
      EMS_WEBHOOK_SECRET: env['EMS_WEBHOOK_SECRET'] ?? keys.webhookSecret,
      ...(egressAllow ? { EMS_EGRESS_ALLOW: egressAllow } : {}),
    },
    identity: { ...web, EMS_IDENTITY_PASSWORDS: JSON.stringify(keys.passwords) },
    web,
  }
}

export const defaultInbox = (): string => process.env['EMS_INBOX'] ?? path.join(STATE_DIR, 'inbox')

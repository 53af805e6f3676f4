import { Failure } from '@omarino/energy'

export type Env = Readonly<Record<string, string | undefined>>

/** A configuration value that cannot be used: names the variable, never its value. */
const bad = (name: string, why: string): Failure => new Failure('invalid', 'BAD_CONFIGURATION', `${name} ${why}`)

export function textVariable(env: Env, name: string, fallback?: string): string {
  const value = env[name] ?? fallback
  if (value === undefined || value === '') throw bad(name, 'is missing')
  return value
}

export function optionalVariable(env: Env, name: string): string | undefined {
  const value = env[name]
  return value === undefined || value === '' ? undefined : value
}

export function integerVariable(
  env: Env,
  name: string,
  fallback: number,
  [low, high]: readonly [number, number],
): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = /^\d{1,15}$/.test(text) ? +text : NaN
  if (!(value >= low && value <= high)) throw bad(name, `must be a whole number from ${low} to ${high}`)
  return value
}

export function urlVariable(env: Env, name: string, schemes: readonly string[], fallback?: string): string {
  const value = textVariable(env, name, fallback)
  const scheme = URL.canParse(value) ? new URL(value).protocol.replace(/:$/, '') : ''
  if (!schemes.includes(scheme))
    throw bad(name, `must be a URL that begins with ${schemes.map((one) => `${one}://`).join(' or ')}`)
  return value
}

export function flagVariable(env: Env, name: string): boolean {
  const value = env[name] ?? ''
  if (!['', '0', '1'].includes(value)) throw bad(name, 'must be 0 or 1')
  return value === '1'
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
function logLevelVariable(env: Env, name: string): string {
  const value = textVariable(env, name, 'info')
  if (!LOG_LEVELS.includes(value)) throw bad(name, `must be one of ${LOG_LEVELS.join(', ')}`)
  return value
}

export const DEFAULT_PORTS = {
  gateway: 5000,
  timeseries: 5001,
  scheduler: 5002,
  forecast: 8001,
  optimize: 8002,
  web: 3000,
  identity: 5556,
} as const
export type ProcessName = keyof typeof DEFAULT_PORTS

/** What every process reads. Frozen; read once, in main.ts. */
export interface BaseConfig {
  readonly service: ProcessName
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly databaseMode: 'embedded' | 'external'
  readonly redisUrl: string | undefined
  readonly logLevel: string
  readonly supervised: boolean
  readonly production: boolean
}

export function readBaseConfig(env: Env, service: ProcessName): BaseConfig {
  const upper = service.toUpperCase()
  return Object.freeze({
    service,
    host: textVariable(env, 'EMS_HOST', '127.0.0.1'),
    port: integerVariable(env, `EMS_${upper}_PORT`, DEFAULT_PORTS[service], [0, 65_535]),
    databaseUrl: urlVariable(env, 'DATABASE_URL', ['postgres', 'postgresql']),
    databaseMode: env['EMS_DATABASE_MODE'] === 'embedded' ? ('embedded' as const) : ('external' as const),
    redisUrl:
      optionalVariable(env, 'REDIS_URL') === undefined ? undefined : urlVariable(env, 'REDIS_URL', ['redis', 'rediss']),
    logLevel: logLevelVariable(env, 'EMS_LOG_LEVEL'),
    supervised: flagVariable(env, 'EMS_SUPERVISED'),
    production: env['NODE_ENV'] === 'production',
  })
}

/** Address of another process of ours. */
export function serviceUrl(env: Env, service: ProcessName): string {
  const upper = service.toUpperCase()
  const port = integerVariable(env, `EMS_${upper}_PORT`, DEFAULT_PORTS[service], [1, 65_535])
  return urlVariable(env, `EMS_${upper}_URL`, ['http', 'https'], `http://127.0.0.1:${port}`)
}

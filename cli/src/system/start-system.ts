import { Failure } from '@omarino/energy'
import { migrateQueue, uuidv7 } from '@omarino/platform'
import type { ProcessName } from '@omarino/platform'
import { addApiToken, migrate, openPool } from '@omarino/store'
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../embedded-postgres.ts'
import { buildWeb } from './build-web.ts'
import { warmCompileCache } from './compile-cache.ts'
import { keepDatabase } from './keep-database.ts'
import type { KeptDatabase } from './keep-database.ts'
import { readKeys, sha256 } from './keys.ts'
import type { Keys } from './keys.ts'
import { demandFree, nextFree } from './ports.ts'
import type { Ports } from './ports.ts'
import { defaultInbox, planProcesses, SERVICES, usesBuiltInIdentity } from './processes.ts'
import { createSupervisor } from './supervisor.ts'
import type { Supervisor } from './supervisor.ts'

export interface SystemOptions {
  readonly ports: Ports
  readonly services?: readonly ProcessName[]
  readonly say: (line: string) => void
  readonly cluster?: string
  readonly databaseUrl?: string
  readonly egressAllow?: string
  readonly inbox?: string
  readonly logDir?: string
  readonly postgresSettings?: readonly string[]
  /** Further environment of single processes, for tests: `{scheduler: {EMS_FAILPOINT: …}}`. */
  readonly extra?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface System {
  readonly urls: Readonly<Record<string, string>>
  readonly keys: Keys
  readonly databaseUrl: string
  readonly inbox: string
  readonly supervisor: Supervisor
  readonly postgres: KeptDatabase | undefined
  stop(): Promise<void>
}

const READY_MS = 60_000

/** Starts database, migrations and processes, each step a line; resolves when every one of them is ready. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const names = options.services ?? SERVICES
  await demandFree(
    options.ports,
    names.filter((name) => name !== 'identity' || usesBuiltInIdentity()),
  )
  const postgres = await startDatabase(options)
  const databaseUrl = options.databaseUrl ?? postgres?.url ?? ''
  const supervisor = createSupervisor(options.say, options.logDir)
  const stop = async (): Promise<void> => {
    await supervisor.stop()
    await postgres?.stop()
  }
  try {
    const ran = await migrate(databaseUrl, migrateQueue)
    if (ran.length > 0) options.say(`database migrated to ${ran.at(-1) ?? ''}`)
    if (names.includes('web')) await buildWeb(options.say)
    const keys = readKeys()
    await allowCliToken(databaseUrl, keys)
    const inbox = options.inbox ?? defaultInbox()
    mkdirSync(inbox, { recursive: true })
    const databaseMode = postgres ? ('embedded' as const) : ('external' as const)
    const plans = planProcesses(names, {
      databaseUrl, databaseMode, ports: options.ports, keys, inbox,
      ...(options.egressAllow ? { egressAllow: options.egressAllow } : {}), ...(options.extra ? { extra: options.extra } : {}),
    }) // prettier-ignore
    await warmCompileCache(options.say)
    for (const plan of plans) supervisor.start(plan)
    await Promise.all(plans.map(({ name }) => untilReady(name, options.ports[name as ProcessName])))
    return { urls: addresses(options.ports), keys, databaseUrl, inbox, supervisor, postgres, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startDatabase(options: SystemOptions): Promise<KeptDatabase | undefined> {
  if (options.databaseUrl) return undefined
  const port = await nextFree(options.ports.postgres)
  const server = {
    cluster: options.cluster ?? 'main',
    port,
    log: options.say,
    settings: options.postgresSettings ?? [],
  }
  return keepDatabase(() => startPostgres(server), options.say)
}

async function allowCliToken(databaseUrl: string, keys: Keys): Promise<void> {
  const db = openPool({ url: databaseUrl, name: 'cli', max: 1 })
  await addApiToken(db, { id: uuidv7(), name: 'cli', roles: ['admin'], sha256: sha256(keys.cliToken) }).finally(() =>
    db.end(),
  )
}

const addresses = (ports: Ports): Record<string, string> =>
  Object.fromEntries(SERVICES.map((name) => [name, `http://localhost:${ports[name]}`]))

/** Waits until a process says that it and all it needs are ready. */
export async function untilReady(name: string, port: number): Promise<void> {
  let last = 'it does not answer'
  for (let waited = 0; waited < READY_MS; waited += 100) {
    try {
      const reply = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3000) })
      if (reply.ok) return
      last = await reply.text()
    } catch {
      last = 'it does not answer' // not up yet: the next round asks again
    }
    await sleep(100)
  }
  throw new Failure(
    'unavailable',
    'NOT_READY',
    `${name} was not ready within ${READY_MS / 1000} s: ${last.slice(0, 300)}; see .ems/log/${name}.log`,
  )
}

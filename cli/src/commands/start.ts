import type { ProcessName } from '@omarino/platform'
import { clusterHome } from '../postgres-files.ts'
import { readPorts } from '../system/ports.ts'
import { SERVICES, usesBuiltInIdentity } from '../system/processes.ts'
import { DEMO_USERS, KEYS_DIR, mayPrintPasswords } from '../system/keys.ts'
import { startSystem } from '../system/start-system.ts'
import type { System } from '../system/start-system.ts'
import { untilInterrupted } from '../system/until-interrupted.ts'
import { readOptions, UsageError } from '../usage.ts'

export const say = (line: string): void => void process.stderr.write(`ems: ${line}\n`)

/** What a person needs to go on: addresses and sign-ins. */
export function printAddresses(system: System): void {
  const width = Math.max(...Object.keys(system.urls).map((name) => name.length))
  for (const [name, url] of Object.entries(system.urls)) process.stderr.write(`  ${name.padEnd(width)}  ${url}\n`)
  if (!usesBuiltInIdentity()) return
  process.stderr.write(`\n  Sign in at ${system.urls['web'] ?? ''} as ${DEMO_USERS.join(', ')}`)
  if (!mayPrintPasswords()) {
    process.stderr.write(`; the passwords were printed once and lie in ${KEYS_DIR}\n`)
    return
  }
  process.stderr.write(` with these passwords, printed this once and kept in ${KEYS_DIR}:\n`)
  for (const user of DEMO_USERS) process.stderr.write(`  ${user.padEnd(width)}  ${system.keys.passwords[user]}\n`)
}

/** What a program that started the system goes on with. */
const describe = (system: System): object => ({
  ok: true,
  urls: system.urls,
  inbox: system.inbox,
  ...(system.postgres ? { databaseFolder: clusterHome() } : {}),
  pids: {
    ...Object.fromEntries([...system.supervisor.processes].map(([name, one]) => [name, one.pid()])),
    ...(system.postgres ? { postgres: system.postgres.pid() } : {}),
  },
})

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(
    argv,
    { port: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    { max: SERVICES.length },
  )
  const unknown = positionals.find((name) => !(SERVICES as readonly string[]).includes(name))
  if (unknown !== undefined) throw new UsageError(`there is no service ${unknown}; services are ${SERVICES.join(', ')}`)
  const databaseUrl = process.env['DATABASE_URL']
  const system = await startSystem({
    ports: await readPorts(values.port ?? []), say,
    ...(positionals.length > 0 ? { services: positionals as ProcessName[] } : {}), ...(databaseUrl ? { databaseUrl } : {}),
  }) // prettier-ignore
  if (values.json) process.stdout.write(`${JSON.stringify(describe(system))}\n`)
  else printAddresses(system)
  await untilInterrupted()
  await system.stop()
  return 0
}

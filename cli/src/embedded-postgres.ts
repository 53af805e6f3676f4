import { Failure } from '@omarino/energy'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { clusterHome, initialise, ownerOfCluster, placeBinaries } from './postgres-files.ts'
import type { Owner } from './postgres-files.ts'

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 20_000

export interface PostgresServer {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Resolves when the server has ended, by whatever cause; never for an adopted server. */
  readonly exited: Promise<void>
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Names the cluster: `main`, or one per test run. */
  readonly cluster: string
  readonly port: number
  /** Further settings, `name=value`. */
  readonly settings?: readonly string[]
  readonly log: (line: string) => void
}

/** Password of the cluster's owner: random, kept next to the data, readable by us alone. */
function passwordOf(home: string, cluster: string): string {
  const file = path.join(home, `${cluster}.password`)
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

const urlOf = (port: number, password: string): string => `postgresql://ems:${password}@127.0.0.1:${port}/postgres`

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => undefined) // the attempt's outcome is the answer
  try {
    await client.connect()
    await client.query('select 1')
    await client.end()
    return true
  } catch {
    return false
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** A server of this data folder that a killed command left behind, if it still answers. */
async function findLive(
  data: string,
  password: string,
): Promise<{ pid: number; port: number; url: string } | undefined> {
  const file = path.join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [+lines[0], +(lines[3] ?? '0')]
  if (!(pid > 0 && port > 0) || !isAlive(pid)) return undefined
  const url = urlOf(port, password)
  for (let tries = 0; tries < 20; tries++) {
    if (await answers(url)) return { pid, port, url }
    await sleep(250)
  }
  return undefined
}

/** True while the command that started a cluster still runs; a process id may have been given to somebody else since. */
function isOurCommand(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid || !isAlive(pid)) return false
  const file = `/proc/${pid}/cmdline`
  return !existsSync(file) || readFileSync(file, 'utf8').includes('cli/src/main.ts')
}

/** Takes a cluster for this command: two of them would stop the database under each other. */
function claimCluster(home: string, cluster: string): () => void {
  const file = path.join(home, `${cluster}.owner`)
  const owner = existsSync(file) ? +readFileSync(file, 'utf8') : 0
  if (isOurCommand(owner)) {
    throw new Failure(
      'conflict',
      'DATABASE_IN_USE',
      `the embedded database of this checkout is in use by another ./ems (process ${owner}): stop that one, or set DATABASE_URL`,
    )
  }
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

/** Starts the cluster (made at first use), or adopts it when it already runs. Crash recovery is PostgreSQL's own. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const home = clusterHome()
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const letGo = claimCluster(home, options.cluster)
  const native = placeBinaries(home)
  const owner = ownerOfCluster()
  const data = path.join(home, options.cluster)
  const password = passwordOf(home, options.cluster)
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    options.log('making the database cluster')
    initialise(native, data, password, owner)
  }
  const live = await findLive(data, password)
  const server = live ? adopt(live) : await launch(native, data, password, owner, options)
  return { ...server, stop: () => server.stop().finally(letGo) }
}

function adopt(live: { pid: number; port: number; url: string }): PostgresServer {
  const stop = async (): Promise<void> => {
    process.kill(live.pid, 'SIGINT')
    for (let waited = 0; waited < STOP_TIMEOUT_MS && isAlive(live.pid); waited += 100) await sleep(100)
  }
  return { ...live, exited: new Promise(() => undefined), stop }
}

async function launch(
  native: string,
  data: string,
  password: string,
  owner: Owner,
  options: PostgresOptions,
): Promise<PostgresServer> {
  const settings = [
    'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'recovery_init_sync_method=syncfs', 'jit=off', 'max_connections=150',
    'timezone=UTC', 'log_timezone=UTC', 'password_encryption=scram-sha-256', `port=${options.port}`, ...(options.settings ?? []),
  ].flatMap((setting) => ['-c', setting]) // prettier-ignore
  const logFile = openSync(path.join(clusterHome(), `${options.cluster}.log`), 'a')
  // Its own process group: Ctrl-C on the terminal must not stop the database before the services have let go of it.
  const child = spawn(path.join(native, 'bin', 'postgres'), ['-D', data, ...settings], {
    ...owner,
    cwd: '/',
    detached: true,
    stdio: ['ignore', logFile, logFile],
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' },
  })
  const exited = once(child, 'exit').then(() => undefined)
  const url = urlOf(options.port, password)
  await untilReady(child, url, options)
  return { url, port: options.port, pid: child.pid ?? 0, exited, stop: () => stopChild(child, exited) }
}

async function untilReady(child: ChildProcess, url: string, { cluster }: PostgresOptions): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += 100) {
    if (child.exitCode !== null || child.signalCode !== null) break
    if (await answers(url)) return
    await sleep(100)
  }
  child.kill('SIGKILL')
  const log = readFileSync(path.join(clusterHome(), `${cluster}.log`), 'utf8')
    .trim()
    .split('\n')
    .slice(-3)
    .join(' | ')
  throw new Failure('unavailable', 'POSTGRES_DID_NOT_START', `PostgreSQL did not start: ${log}`)
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await exited
  clearTimeout(timer)
}

/** Removes a cluster's data, for clusters that live for one test run. */
export function removeCluster(cluster: string): void {
  for (const name of [cluster, `${cluster}.new`, `${cluster}.password`, `${cluster}.log`, `${cluster}.owner`])
    rmSync(path.join(clusterHome(), name), { recursive: true, force: true })
}

/** Removes clusters of a kind (`test`, `bench`) whose command was killed before it could. */
export function removeLeftClusters(kind: string): void {
  if (!existsSync(clusterHome())) return
  const names = readdirSync(clusterHome()).filter((name) => new RegExp(`^${kind}-\\d+$`).test(name))
  for (const name of names) if (!isOurCommand(+name.slice(kind.length + 1))) removeCluster(name)
}

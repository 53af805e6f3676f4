import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openPool } from '@omarino/store'
import type { BareBenchCase, BenchCase, BenchResult, BenchSystem } from '../../../bench/bench-case.ts'
import { runMainJob } from '../demo/main-job.ts'
import type { SiteFile } from '../demo/site-file.ts'
import { listenForWebhooks } from '../demo/webhook-listener.ts'
import { removeCluster, removeLeftClusters } from '../embedded-postgres.ts'
import { ROOT, STATE_DIR } from '../folders.ts'
import { createApi } from '../system/api.ts'
import { readKeys } from '../system/keys.ts'
import { readPorts } from '../system/ports.ts'
import { startSystem } from '../system/start-system.ts'
import type { System, SystemOptions } from '../system/start-system.ts'
import { readOptions, UsageError } from '../usage.ts'
import { say } from './start.ts'

const CASES: Readonly<Record<string, () => Promise<{ run: BenchCase }>>> = {
  memory: () => import('../../../bench/cases/memory.ts'),
  'main-job': () => import('../../../bench/cases/main-job.ts'),
  'forecast-speed': () => import('../../../bench/cases/forecast-speed.ts'),
  'optimize-service': () => import('../../../bench/cases/optimize-service.ts'),
}
/** Cases on a system of their own, with this further environment of its processes. */
const OWN_SYSTEMS: Readonly<Record<string, SystemOptions['extra']>> = {
  'forecast-speed': { forecast: { EMS_FORECAST_THREADS: '2' } },
}
/** Cases that need no running system. */
const BARE_CASES: Readonly<Record<string, () => Promise<{ run: BareBenchCase }>>> = {
  forecast: () => import('../../../bench/cases/forecast.ts'),
  optimize: () => import('../../../bench/cases/optimize.ts'),
}
const RESULTS = path.join(ROOT, 'bench', 'results')

async function machine(databaseUrl: string | null): Promise<object> {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    loadBefore: os.loadavg()[0],
    node: process.version,
    ...(databaseUrl !== null && { postgres: await postgresVersion(databaseUrl) }),
  }
}

async function postgresVersion(databaseUrl: string): Promise<string | undefined> {
  const db = openPool({ url: databaseUrl, name: 'bench', max: 1 })
  const { rows } = await db.query<{ version: string }>(`select current_setting('server_version') as version`)
  await db.end()
  return rows[0]?.version
}

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(
    argv,
    { quick: { type: 'boolean' }, json: { type: 'boolean' } },
    { max: 10 },
  )
  const known = [...Object.keys(CASES), ...Object.keys(BARE_CASES)]
  const names = positionals.length > 0 ? positionals : known
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new UsageError(`there is no benchmark ${unknown}; there are ${known.join(', ')}`)
  const options = { quick: values.quick ?? false, json: values.json ?? false }
  let short = false
  for (const name of names.filter((one) => BARE_CASES[one])) {
    const { run: measure } = await BARE_CASES[name]()
    short = (await measured(name, null, options, () => measure({ quick: options.quick, say }))) || short
  }
  const served = names.filter((one) => CASES[one])
  const together = served.filter((one) => !OWN_SYSTEMS[one])
  if (together.length > 0) short = (await runOnSystem(together, options)) || short
  for (const name of served.filter((one) => OWN_SYSTEMS[one]))
    short = (await runOnSystem([name], options, OWN_SYSTEMS[name])) || short
  return short ? 1 : 0
}

interface Options {
  readonly quick: boolean
  readonly json: boolean
}

/** Runs the cases that measure a running system; true when one falls short. */
async function runOnSystem(
  names: readonly string[],
  options: Options,
  extra: SystemOptions['extra'] = {},
): Promise<boolean> {
  removeLeftClusters('bench')
  const cluster = `bench-${process.pid}`
  const listener = await listenForWebhooks(readKeys().webhookSecret)
  const system = await startSystem({
    ports: await readPorts(['free']),
    say,
    cluster,
    egressAllow: `127.0.0.1:${listener.port}`,
    inbox: path.join(STATE_DIR, cluster),
    logDir: path.join(STATE_DIR, 'log', 'bench'),
    extra,
  })
  let short = false
  try {
    for (const name of names) {
      const { run: measure } = await CASES[name]()
      const context = { system: benchSystem(system, listener), quick: options.quick, say }
      short = (await measured(name, system.databaseUrl, options, () => measure(context))) || short
    }
    return short
  } finally {
    await system.stop()
    await listener.close()
    removeCluster(cluster)
    rmSync(path.join(STATE_DIR, cluster), { recursive: true, force: true })
  }
}

/** Runs one case, keeps and prints its results; true when a figure falls short. */
async function measured(
  name: string,
  databaseUrl: string | null,
  { quick, json }: Options,
  measure: () => Promise<BenchResult[]>,
): Promise<boolean> {
  const at = new Date().toISOString()
  const about = await machine(databaseUrl)
  const results = await measure()
  const report = { bench: name, at, quick, machine: about, results }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(path.join(RESULTS, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else printResults(results)
  return results.some(({ holds }) => holds === 'short')
}

function benchSystem(system: System, listener: Awaited<ReturnType<typeof listenForWebhooks>>): BenchSystem {
  const api = createApi(`http://127.0.0.1:${new URL(system.urls['gateway'] ?? '').port}`, readKeys().cliToken)
  const pids = [...system.supervisor.processes.values()].map((one) => one.pid()).filter((pid) => pid !== undefined)
  return {
    databaseUrl: system.databaseUrl,
    api,
    pids: [process.pid, ...pids, ...(system.postgres ? [system.postgres.pid()] : [])],
    runJob: (job) =>
      runMainJob({
        api,
        inbox: system.inbox,
        listener,
        say: () => undefined,
        ...job,
        site: job.site as SiteFile,
        forecastYesterday: false,
      }),
  }
}

function printResults(results: readonly BenchResult[]): void {
  const width = Math.max(...results.map(({ metric }) => metric.length))
  for (const { metric, value, unit, reference, ratio, goal, holds, published } of results) {
    const against =
      reference === null || ratio === null
        ? ''
        : `, ${ratio.toFixed(3)} × ${reference.name} (${shown(reference.value)})`
    const limits = goal
      ? ` (gate ${goal.gate}, target ${goal.target}${goal.on === 'ratio' ? ' of the ratio' : ''}: ${holds ?? ''})`
      : ''
    const others = (published ?? []).map((one) => `${one.name} ${one.value}`).join(', ')
    process.stdout.write(
      `${metric.padEnd(width)} ${shown(value)}${unit && ` ${unit}`}${against}${limits}${others && `; published: ${others}`}\n`,
    )
  }
}

/** Four digits that count, but whole numbers whole. */
const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4))

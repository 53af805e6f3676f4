import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openPool } from '@omarino/store'
import type { BenchCase, BenchResult, BenchSystem } from '../../../bench/bench-case.ts'
import { runMainJob } from '../demo/main-job.ts'
import type { SiteFile } from '../demo/site-file.ts'
import { listenForWebhooks } from '../demo/webhook-listener.ts'
import { removeCluster, removeLeftClusters } from '../embedded-postgres.ts'
import { ROOT, STATE_DIR } from '../folders.ts'
import { createApi } from '../system/api.ts'
import { readKeys } from '../system/keys.ts'
import { readPorts } from '../system/ports.ts'
import { startSystem } from '../system/start-system.ts'
import type { System } from '../system/start-system.ts'
import { readOptions, UsageError } from '../usage.ts'
import { say } from './start.ts'

const CASES: Readonly<Record<string, () => Promise<{ run: BenchCase }>>> = {
  memory: () => import('../../../bench/cases/memory.ts'),
  'main-job': () => import('../../../bench/cases/main-job.ts'),
}
const RESULTS = path.join(ROOT, 'bench', 'results')

async function machine(databaseUrl: string): Promise<object> {
  const db = openPool({ url: databaseUrl, name: 'bench', max: 1 })
  const { rows } = await db.query<{ version: string }>(`select current_setting('server_version') as version`)
  await db.end()
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    loadBefore: os.loadavg()[0],
    node: process.version,
    postgres: rows[0]?.version,
  }
}

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(
    argv,
    { quick: { type: 'boolean' }, json: { type: 'boolean' } },
    { max: 10 },
  )
  const names = positionals.length > 0 ? positionals : Object.keys(CASES)
  const unknown = names.find((name) => !CASES[name])
  if (unknown !== undefined)
    throw new UsageError(`there is no benchmark ${unknown}; there are ${Object.keys(CASES).join(', ')}`)
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
  })
  let short = false
  try {
    for (const name of names) {
      const { run: measure } = await CASES[name]()
      const at = new Date().toISOString()
      const about = await machine(system.databaseUrl)
      const results = await measure({ system: benchSystem(system, listener), quick: values.quick ?? false, say })
      const report = { bench: name, at, machine: about, results }
      mkdirSync(RESULTS, { recursive: true })
      writeFileSync(path.join(RESULTS, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
      if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`)
      else printResults(results)
      short ||= results.some(({ holds }) => holds === 'short')
    }
    return short ? 1 : 0
  } finally {
    await system.stop()
    await listener.close()
    removeCluster(cluster)
    rmSync(path.join(STATE_DIR, cluster), { recursive: true, force: true })
  }
}

function benchSystem(system: System, listener: Awaited<ReturnType<typeof listenForWebhooks>>): BenchSystem {
  const api = createApi(`http://127.0.0.1:${new URL(system.urls['gateway'] ?? '').port}`, readKeys().cliToken)
  const pids = [...system.supervisor.processes.values()].map((one) => one.pid()).filter((pid) => pid !== undefined)
  return {
    databaseUrl: system.databaseUrl,
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
  for (const { metric, value, unit, ratio, goal, holds } of results) {
    const against = ratio === null ? '' : `, ${ratio.toFixed(2)} × the reference`
    process.stdout.write(
      `${metric.padEnd(28)} ${value.toFixed(2)} ${unit}${against}${goal ? ` (gate ${goal.gate}, target ${goal.target}: ${holds ?? ''})` : ''}\n`,
    )
  }
}

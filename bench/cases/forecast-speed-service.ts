import type { ForecastTaskOutput, JobAccepted } from '@omarino/contracts'
import { HOUR_MS } from '@omarino/forecasting'
import { openPool, taskState } from '@omarino/store'
import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchContext, type BenchResult, median } from '../bench-case.ts'
import { treeCpuSeconds } from '../process-tree.ts'
import { figure, named } from './forecast-result.ts'
import { addLoads, copyLoads } from './forecast-speed-site.ts'

const POLL_MS = 2
const NAIVE = 'seasonal-naive'
const DAY_HOURS = 24
const ALL_SERIES = 10_000

interface Bench extends BenchContext {
  readonly db: Pool
  /** End of the known hours. */
  readonly endMs: number
}

/** Cold, warm and many at once, over HTTP on the running system. */
export async function serviceFigures(context: BenchContext): Promise<BenchResult[]> {
  const db = openPool({ url: context.system.databaseUrl, name: 'bench', max: 2 })
  try {
    const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
    const bench = { ...context, db, endMs }
    const keys = await addLoads(db, `speed-${process.pid}`, context.quick ? 5 : 10, endMs)
    context.say(`${keys.length} series × 17,520 points are there`)
    const cold = await coldFigure(bench, keys)
    const warm = await warmFigure(bench, keys)
    return [cold, warm, await batchFigure(bench, keys)]
  } finally {
    await db.end()
  }
}

/** Seconds from sending the order until the job has succeeded in the database, forecasts stored. */
async function order({ system, db }: Bench, series: readonly string[], model: string, issueMs: number) {
  const body = { series, model, horizon: 'PT24H', issueTime: new Date(issueMs).toISOString() }
  const started = performance.now()
  const { taskRunId } = await system.api.post<JobAccepted>('/forecast/forecasts', body)
  for (;;) {
    const task = await taskState(db, taskRunId)
    if (task?.state === 'succeeded') return { seconds: (performance.now() - started) / 1000, taskRunId }
    if (task?.state !== 'ready' && task?.state !== 'running')
      throw new Error(`the job ${task?.state ?? 'is lost'}: ${task?.error?.message ?? 'no reason was given'}`)
    await sleep(POLL_MS)
  }
}

async function demandWarm({ db }: Bench, taskRunId: string, warm: number): Promise<void> {
  const text = 'select output from scheduler.task_run where id = $1'
  const { rows } = await db.query<{ output: ForecastTaskOutput }>(text, [taskRunId])
  if (rows[0]?.output.warm !== warm)
    throw new Error(`${rows[0]?.output.warm ?? 0} forecasts of ${warm} were made without fitting`)
}

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1]

const INCLUDED = 'gateway, queue, reading, explained 24 h, storing, job done'

/** First forecasts, as known a day ago: none was made before, nor is the service warm for the first of them. */
async function coldFigure(bench: Bench, keys: readonly string[]): Promise<BenchResult> {
  const issueMs = bench.endMs - DAY_HOURS * HOUR_MS
  const [auto, naive] = [[] as number[], [] as number[]]
  for (const key of keys) {
    const { taskRunId, seconds } = await order(bench, [key], 'auto', issueMs)
    await demandWarm(bench, taskRunId, 0)
    auto.push(seconds)
    naive.push((await order(bench, [key], NAIVE, issueMs)).seconds)
  }
  bench.say(`cold: ${auto.map((seconds) => seconds.toFixed(2)).join(', ')} s`)
  const unit = `s, p95 of ${keys.length}: selection and training on 2 years stored (400 days used), ${INCLUDED}`
  const reference = named('seasonal naive, the same way', p95(naive))
  return { ...figure('forecast-speed.api-cold', p95(auto), unit, reference), runs: keys.length }
}

/** Issues of now, a day after the training: 24 hours are new. */
async function warmFigure(bench: Bench, keys: readonly string[]): Promise<BenchResult> {
  const runs = bench.quick ? 20 : 100
  const [auto, naive] = [[] as number[], [] as number[]]
  for (let run = 0; run < runs; run += 1) {
    const key = keys[run % keys.length]
    const { taskRunId, seconds } = await order(bench, [key], 'auto', bench.endMs)
    await demandWarm(bench, taskRunId, 1)
    auto.push(seconds)
    naive.push((await order(bench, [key], NAIVE, bench.endMs)).seconds)
  }
  bench.say(`warm: median ${median(auto).toFixed(3)} s, p95 ${p95(auto).toFixed(3)} s, most ${Math.max(...auto).toFixed(3)} s`) // prettier-ignore
  const unit = `s, p95 of ${runs}: update with 24 new hours, ${INCLUDED}`
  const reference = named('seasonal naive, the same way', p95(naive))
  return { ...figure('forecast-speed.api-warm', p95(auto), unit, reference), runs }
}

/** One job over copies of the trained series, whose versions this process of the service has not at hand. */
async function batchFigure(bench: Bench, trained: readonly string[]): Promise<BenchResult> {
  const count = bench.quick ? 500 : 1000
  const keys = await copyLoads(bench.db, trained, count, bench.endMs)
  bench.say(`${count} copies are there`)
  const before = treeCpuSeconds(bench.system.pids)
  const { seconds, taskRunId } = await order(bench, keys, 'auto', bench.endMs)
  const cpuSeconds = treeCpuSeconds(bench.system.pids) - before
  await demandWarm(bench, taskRunId, count)
  bench.say(`${count} series in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s CPU of all processes`)
  const factor = ALL_SERIES / count
  const unit = `s wall for 10,000, extrapolated: ${count} series measured × ${factor}; 2 threads, 24 h, 460 days of hours each, versions read from PostgreSQL`
  return {
    ...figure('forecast-speed.batch-10000', seconds * factor, unit),
    cpuSeconds: Math.round(cpuSeconds * factor),
    runs: 1,
  }
}

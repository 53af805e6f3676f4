import type { JobAccepted, OptimizeRequest } from '@omarino/contracts'
import { openPool, taskState } from '@omarino/store'
import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchCase, type BenchContext, type BenchResult, median } from '../bench-case.ts'
import { figure } from './forecast-result.ts'
import { p95 } from './optimize-measure.ts'
import { batterySite, microgrid } from './optimize-sites.ts'

const POLL_MS = 2
const WARM_UP = 5

interface Bench extends BenchContext {
  readonly db: Pool
  readonly site: string
}

/** Plans through gateway, queue, solver process and database of the running system. */
export const run: BenchCase = async (context) => {
  const db = openPool({ url: context.system.databaseUrl, name: 'bench', max: 2 })
  try {
    const site = `bench-${process.pid}`
    await context.system.api.post('/optimize/sites', { key: site, name: site, zone: 'Europe/Berlin', currency: 'EUR' })
    const bench = { ...context, db, site }
    const api = await apiFigure(bench, context.quick ? 20 : 100)
    return [api, await cancelFigure(bench, context.quick ? 3 : 10, api.value)]
  } finally {
    await db.end()
  }
}

const ask = ({ system, site }: Bench, request: OptimizeRequest): Promise<JobAccepted> =>
  system.api.post<JobAccepted>('/optimize/requests', { ...request, site: { ...request.site, id: site } })

async function until({ db }: Bench, { taskRunId }: JobAccepted, wanted: string): Promise<void> {
  for (;;) {
    const task = await taskState(db, taskRunId)
    if (task?.state === wanted) return
    if (task?.state !== 'ready' && task?.state !== 'running')
      throw new Error(`the plan ${task?.state ?? 'is lost'}: ${task?.error?.message ?? 'no reason was given'}`)
    await sleep(POLL_MS)
  }
}

async function apiFigure(bench: Bench, runs: number): Promise<BenchResult> {
  const seconds: number[] = []
  for (let run = -WARM_UP; run < runs; run++) {
    const started = performance.now()
    await until(bench, await ask(bench, batterySite(700 + run, 96)), 'succeeded')
    if (run >= 0) seconds.push((performance.now() - started) / 1000)
  }
  bench.say(`plans by the API: median ${median(seconds).toFixed(3)} s, p95 ${p95(seconds).toFixed(3)} s`)
  const unit = `s wall, p95 of ${runs}: a battery site of 96 steps, gateway, queue, solver process, check, settling, storing`
  return { ...figure('optimize-service.api-96', p95(seconds), unit), runs }
}

/** From the wish to cancel a plan that would run for minutes to the next plan being done, less what that one takes alone. */
async function cancelFigure(bench: Bench, runs: number, aloneSeconds: number): Promise<BenchResult> {
  const seconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const solver = { relativeGap: 0, absoluteGap: 0, timeLimitSeconds: 60 }
    const long = await ask(bench, { ...microgrid(800 + run, 672), solver })
    await until(bench, long, 'running')
    await sleep(1000) // well into the search
    const started = performance.now()
    await bench.system.api.post(`/scheduler/runs/${long.runId}/cancel`, {})
    await until(bench, await ask(bench, batterySite(run, 96)), 'succeeded')
    seconds.push(Math.max(0, (performance.now() - started) / 1000 - aloneSeconds))
  }
  bench.say(`slots free after ${seconds.map((one) => one.toFixed(2)).join(', ')} s`)
  const unit = `s wall, p95 of ${runs}: from the wish to cancel until the next plan is done, less ${aloneSeconds.toFixed(3)} s of its own`
  return { ...figure('optimize-service.cancel', p95(seconds), unit), runs }
}

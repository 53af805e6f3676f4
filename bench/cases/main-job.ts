import { addDays, localDate, startOfDate } from '@omarino/energy'
import { readFileSync } from 'node:fs'
import { csvRows, DEMO, loadKwAt, pricePerMwhAt, pvKwAt } from '../../examples/demo-site/generate.ts'
import { median } from '../bench-case.ts'
import type { BenchCase, BenchContext, BenchResult } from '../bench-case.ts'
import { GOALS, holds } from '../goals.ts'
import { treeCpuSeconds } from '../process-tree.ts'
import { bareKernels } from './bare-kernels.ts'

const DAYS = 60
const PAIRS = 5
const NOW = Date.UTC(2026, 9, 20, 22) // a local midnight, so that every run plans the same day
const SITE = new URL('../../examples/demo-site/site.json', import.meta.url)

/** A site of its own for each run, so that every run writes its points anew. 96 steps × 4 series × 60 days. */
function makeJob(run: number) {
  const key = `bench-${process.pid}-${run}`
  const text = readFileSync(SITE, 'utf8').replaceAll('demo', key).replaceAll(`"source": "${key}"`, '"source": "demo"')
  const site = JSON.parse(text) as {
    series: { key: string; name: string }[]
    assets: { key: string; name: string; config: object; source: string }[]
    forecast: string[]
  }
  const second = `${key}/annex/active_power`
  site.series.push({ ...site.series[0], key: second, name: 'Load of the annex' })
  site.assets.push({ key: 'annex', name: 'Annex', config: { type: 'load', series: second }, source: 'demo' })
  site.forecast.push(second)
  const from = startOfDate(DEMO.zone, addDays(localDate(DEMO.zone, NOW), -DAYS))
  const rows = [
    ...csvRows(`${key}/load/active_power`, loadKwAt, from, NOW, 3), ...csvRows(`${key}/pv/active_power`, pvKwAt, from, NOW, 3),
    ...csvRows(second, (ms) => loadKwAt(ms - 7_200_000) * 0.3, from, NOW, 3), ...csvRows(`${key}/price/day_ahead`, pricePerMwhAt, from, NOW + 86_400_000, 2),
  ] // prettier-ignore
  const csv = `series,time,value\n${rows.join('')}`
  return {
    site,
    csv,
    historyCsv: `series,time,value\n${rows[0]}`,
    newestCsv: csv,
    newestName: `${key}/points.csv`,
    issueTime: new Date(NOW).toISOString(),
  }
}

/** The main job on a warm system, each run beside the same work done by bare kernels in this process. */
export const run: BenchCase = async (context) => {
  const pairs = context.quick ? 1 : PAIRS
  await context.system.runJob(makeJob(0)) // warms code and caches
  const [job, cpu, kernels] = [[] as number[], [] as number[], [] as number[]]
  const shares = new Map<string, number[]>()
  for (let pair = 1; pair <= pairs; pair++) {
    const work = makeJob(pair)
    const before = treeCpuSeconds(context.system.pids)
    const { jobSeconds, steps } = await context.system.runJob(work)
    cpu.push(treeCpuSeconds(context.system.pids) - before)
    job.push(jobSeconds)
    for (const { name, seconds } of steps) shares.set(name, [...(shares.get(name) ?? []), seconds])
    kernels.push(await bareKernels(context.system.databaseUrl, work.csv, NOW))
    context.say(`pair ${pair}: job ${jobSeconds.toFixed(2)} s, bare kernels ${kernels.at(-1)?.toFixed(2) ?? ''} s`)
  }
  return [...totals(job, cpu, kernels), ...stepShares(context, shares)]
}

function totals(job: readonly number[], cpu: readonly number[], kernels: readonly number[]): BenchResult[] {
  const value = median(job)
  const reference = { name: 'parse + COPY + 3 forecasts + solve in one process', value: median(kernels) }
  const ratio = median(job.map((seconds, i) => seconds / kernels[i]))
  const [time, relative] = [GOALS['main-job.seconds'], GOALS['main-job.ratio-to-kernels']]
  const common = { value, unit: 's', reference, ratio, cpuSeconds: median(cpu), runs: job.length }
  return [
    { metric: 'main-job.seconds', ...common, goal: time, holds: holds(time, value, ratio) },
    { metric: 'main-job.ratio-to-kernels', ...common, goal: relative, holds: holds(relative, value, ratio) },
  ]
}

const WORKFLOW = ['import', 'forecast', 'optimize', 'report', 'webhook']

function stepShares({ say }: BenchContext, shares: ReadonlyMap<string, readonly number[]>): BenchResult[] {
  const medians = WORKFLOW.map((name) => [name, median(shares.get(name) ?? [0])] as const)
  const total = medians.reduce((sum, [, seconds]) => sum + seconds, 0)
  for (const [name, seconds] of medians)
    say(`${name.padEnd(10)} ${seconds.toFixed(2)} s  ${((100 * seconds) / total).toFixed(0).padStart(3)} %`)
  return medians.map(([name, value]) => ({
    metric: `main-job.step.${name}`,
    value,
    unit: 's',
    reference: null,
    ratio: null,
    goal: null,
    holds: null,
    cpuSeconds: null,
    runs: shares.get(name)?.length ?? 0,
  }))
}

import { BacktestTaskInput } from '@omarino/contracts'
import type { BacktestProtocol, BacktestTaskOutput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { frameOf, planBacktest } from '@omarino/forecasting'
import type { BacktestPlan, Panel } from '@omarino/forecasting'
import { answersInOrder, cutBlocks, taskKind } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import { finishBacktest, getBacktest, readBlockSums, removeBacktestBlocks, saveBacktestBlock } from '@omarino/store'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { resultOf } from '../backtest-result.ts'
import type { ThreadJob } from '../forecast-worker.ts'
import type { BacktestReply } from '../replay-block.ts'
import { readStoredPanel } from '../stored-panel.ts'
import type { ForecastPorts } from './forecast-chunk.ts'

const MOST_ROWS = 5_000_000
const AHEAD_PER_THREAD = 2 // blocks that may wait for an earlier one to be stored

/** Replays forecasts of stored series block by block; each block is stored as it comes, so that another attempt goes on there. */
export const backtestTask = (ports: ForecastPorts): TaskKindHandler =>
  taskKind({
    kind: 'backtest',
    version: 1,
    input: BacktestTaskInput,
    async handle({ backtest: id }, run) {
      const row = await getBacktest(ports.db, id)
      const protocol = row.protocol as BacktestProtocol
      const panel = await readStoredPanel(ports.db, row.series, protocol, row.columns)
      const plan = planBacktest(protocol, panel)
      demandRoom(plan, panel.series.length)
      await replay(ports, id, panel, protocol, plan, run)
      await run.commit(async (client): Promise<BacktestTaskOutput> => {
        const result = resultOf(await readBlockSums(client, id), protocol)
        await finishBacktest(client, id, result)
        return { backtestId: id, rows: result.rows, series: panel.series.length, origins: plan.origins.length }
      })
    },
  })

function demandRoom({ origins, horizonSteps }: BacktestPlan, series: number): void {
  const rows = series * origins.length * horizonSteps
  if (rows <= MOST_ROWS) return
  const sentence = `${series} series × ${origins.length} origins × ${horizonSteps} steps are ${rows} rows; at most ${MOST_ROWS} are made`
  throw new Failure('invalid', 'BACKTEST_TOO_LARGE', sentence, '/protocol/origins')
}

async function replay(
  { pool, threads }: ForecastPorts,
  id: string,
  panel: Panel,
  protocol: BacktestProtocol,
  plan: BacktestPlan,
  run: TaskRun,
): Promise<void> {
  const frame = frameOf(panel, protocol, plan)
  const jobs = panel.series.flatMap((series) =>
    cutBlocks(plan.refits).map(({ from, to }): ThreadJob => ({
      kind: 'replay',
      job: { frame, series, plan, from, to },
    })),
  )
  const inputs = hashOf(panel)
  let done = doneBefore(run.checkpoint, inputs)
  const answers = answersInOrder<BacktestReply>(pool, jobs.slice(done), threads * AHEAD_PER_THREAD, run.signal)
  for await (const { csv, rows, sums } of answers) {
    const seq = done
    await run.step(async (client) => {
      if (seq === 0) await removeBacktestBlocks(client, id)
      await saveBacktestBlock(client, id, { seq, body: gzipSync(csv), rows, sums })
      return { done: seq + 1, inputs }
    })
    done += 1
    await run.progress(done, jobs.length, panel.series[Math.floor((seq * panel.series.length) / jobs.length)].id)
  }
}

/** Blocks that an earlier attempt stored; none when the series have changed since. */
function doneBefore(checkpoint: unknown, inputs: string): number {
  const { done, inputs: before } = (checkpoint ?? {}) as { done?: number; inputs?: string }
  return before === inputs && done !== undefined ? done : 0
}

function hashOf({ startMs, stepMs, series }: Panel): string {
  const hash = createHash('sha256').update(`${startMs} ${stepMs}`)
  for (const { id, values, known, observed } of series) {
    hash.update(id)
    for (const column of [values, ...Object.values(known), ...Object.values(observed)])
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  }
  return hash.digest('hex')
}

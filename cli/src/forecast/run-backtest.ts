import { forecastHeader } from '@omarino/forecasting'
import type { BacktestPlan, Panel, PanelFrame } from '@omarino/forecasting'
import { answersInOrder, createThreadPool, cutBlocks } from '@omarino/platform'
import { once } from 'node:events'
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { BacktestJob, BacktestReply } from './backtest-thread.ts'

const ENTRY = new URL('./backtest-thread.ts', import.meta.url)
const MAX_HEAP_MB = 4096
const AHEAD_PER_WORKER = 4 // blocks that may wait for an earlier one to be written

/** Models that made the forecasts, by number of forecasts; '' where no value was known. */
export type ModelCounts = Readonly<Record<string, number>>

/**
 * Replays all forecasts in threads and streams their rows to a file, which has its name only once it is complete.
 * Blocks are cut the same way for any number of workers and written in order: so are the bytes.
 */
export async function runBacktest(
  panel: Panel,
  frame: PanelFrame,
  plan: BacktestPlan,
  out: string,
  workers: number,
  onProgress: (share: number) => void,
): Promise<ModelCounts> {
  const partial = `${out}.${process.pid}.partial`
  const jobs = jobsOf(panel, frame, plan)
  const pool = createThreadPool({ entry: ENTRY, size: Math.min(workers, jobs.length), maxHeapMb: MAX_HEAP_MB })
  const file = createWriteStream(partial)
  try {
    await once(file, 'open')
    await write(file, forecastHeader(plan.task.levels))
    const counts: Record<string, number> = {}
    let written = 0
    for await (const reply of answersInOrder<BacktestReply>(pool, jobs, workers * AHEAD_PER_WORKER)) {
      await write(file, reply.csv)
      for (const [model, count] of Object.entries(reply.models)) counts[model] = (counts[model] ?? 0) + count
      written += 1
      onProgress(written / jobs.length)
    }
    file.end()
    await finished(file)
    renameSync(partial, out)
    return counts
  } finally {
    file.destroy()
    rmSync(partial, { force: true })
    await pool.close()
  }
}

async function write(file: WriteStream, text: string): Promise<void> {
  if (!file.write(text)) await once(file, 'drain')
}

/** Blocks of each series' origins, each beginning where parameters are fitted anew. */
export function jobsOf(panel: Panel, frame: PanelFrame, plan: BacktestPlan): BacktestJob[] {
  const blocks = cutBlocks(plan.refits)
  return panel.series.flatMap((series) => blocks.map(({ from, to }) => ({ frame, series, plan, from, to })))
}

import { explanationHeader, forecastHeader } from '@omarino/forecasting'
import type { BacktestPlan, Panel, PanelFrame, ReplayedRows, ReplayJob } from '@omarino/forecasting'
import { answersInOrder, createThreadPool, cutBlocks } from '@omarino/platform'
import { openPartial, type PartialFile } from './partial-file.ts'

const ENTRY = new URL('./backtest-thread.ts', import.meta.url)
const MAX_HEAP_MB = 4096
const AHEAD_PER_WORKER = 4 // blocks that may wait for an earlier one to be written

/** Models that made the forecasts, by number of forecasts; '' where no value was known. */
export type ModelCounts = Readonly<Record<string, number>>

/** Where rows go. */
export interface BacktestFiles {
  readonly out: string
  readonly explain?: string | undefined // contributions; absent: none are computed
}

/**
 * Replays all forecasts in threads and streams their rows to files, which have their names only once they are complete.
 * Blocks are cut the same way for any number of workers and written in order: so are the bytes.
 */
export async function runBacktest(
  panel: Panel,
  frame: PanelFrame,
  plan: BacktestPlan,
  { out, explain }: BacktestFiles,
  workers: number,
  onProgress: (share: number) => void,
): Promise<ModelCounts> {
  const asked = explain === undefined ? plan : { ...plan, task: { ...plan.task, explain: true } }
  const jobs = jobsOf(panel, frame, asked)
  const pool = createThreadPool({ entry: ENTRY, size: Math.min(workers, jobs.length), maxHeapMb: MAX_HEAP_MB })
  const files: PartialFile[] = []
  try {
    for (const name of explain === undefined ? [out] : [out, explain]) files.push(await openPartial(name))
    const [rows, contributions] = files
    await rows.write(forecastHeader(plan.task.levels))
    await contributions?.write(explanationHeader)
    const counts: Record<string, number> = {}
    let written = 0
    for await (const reply of answersInOrder<ReplayedRows>(pool, jobs, workers * AHEAD_PER_WORKER)) {
      await rows.write(reply.csv)
      await contributions?.write(reply.explained)
      for (const [model, count] of Object.entries(reply.models)) counts[model] = (counts[model] ?? 0) + count
      written += 1
      onProgress(written / jobs.length)
    }
    for (const file of files) await file.end()
    for (const file of files) file.rename()
    return counts
  } finally {
    for (const file of files) file.discard()
    await pool.close()
  }
}

/** Blocks of each series' origins, each beginning where parameters are fitted anew. */
export function jobsOf(panel: Panel, frame: PanelFrame, plan: BacktestPlan): ReplayJob[] {
  const blocks = cutBlocks(plan.refits)
  return panel.series.flatMap((series) => blocks.map(({ from, to }) => ({ frame, series, plan, from, to })))
}

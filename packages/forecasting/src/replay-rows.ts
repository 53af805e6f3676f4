import type { BacktestPlan } from './backtest-plan.ts'
import { backtestSeries, type ForecastBlock } from './backtest.ts'
import { explanationWriter, rowWriter } from './forecast-rows.ts'
import type { PanelFrame, PanelSeries } from './panel.ts'

/** Origins `[from, to)` of one series: what a thread computes at once. Its columns may lie in memory that threads share. */
export interface ReplayJob {
  readonly frame: PanelFrame
  readonly series: PanelSeries
  readonly plan: BacktestPlan
  readonly from: number // an origin at which parameters are fitted
  readonly to: number
}

/** Rows of a job's forecasts. */
export interface ReplayedRows {
  readonly csv: string
  readonly explained: string // rows of contributions; empty unless the plan's task asks for them
  readonly models: Readonly<Record<string, number>> // forecasts per model; '' where no value was known
}

/**
 * Replays the forecasts of a job and writes them as rows of a file without its header.
 * @param witness sees each forecast once its rows are written
 * @throws Failure as `backtest`
 */
export function replayRows(
  { frame, series, plan, from, to }: ReplayJob,
  witness?: (block: ForecastBlock) => void,
): ReplayedRows {
  const [write, explain] = [rowWriter(plan), explanationWriter(plan)]
  const models: Record<string, number> = {}
  let [csv, explained] = ['', '']
  for (const block of backtestSeries(frame, series, plan, from, to)) {
    const model = block.forecast?.model ?? ''
    models[model] = (models[model] ?? 0) + 1
    csv += write(block)
    explained += explain(block)
    witness?.(block)
  }
  return { csv, explained, models }
}

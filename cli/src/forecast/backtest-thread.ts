// The main of a computing thread: it replays a block of origins of one series and answers with their rows.
import { backtestSeries, explanationWriter, rowWriter } from '@omarino/forecasting'
import type { BacktestPlan, PanelFrame, PanelSeries } from '@omarino/forecasting'
import { serveThread } from '@omarino/platform/compute'

/** Columns lie in memory that threads share; models get copies cut at the origin. */
export interface BacktestJob {
  readonly frame: PanelFrame
  readonly series: PanelSeries
  readonly plan: BacktestPlan
  readonly from: number
  readonly to: number
}

export interface BacktestReply {
  readonly csv: string
  readonly explained: string // rows of contributions; empty unless the plan's task asks for them
  readonly models: Readonly<Record<string, number>> // forecasts per model; '' where no value was known
}

serveThread(({ frame, series, plan, from, to }: BacktestJob): BacktestReply => {
  const write = rowWriter(plan)
  const models: Record<string, number> = {}
  const explain = explanationWriter(plan)
  let [csv, explained] = ['', '']
  for (const block of backtestSeries(frame, series, plan, from, to)) {
    const model = block.forecast?.model ?? ''
    models[model] = (models[model] ?? 0) + 1
    csv += write(block)
    explained += explain(block)
  }
  return { csv, explained, models }
})

import { DomainError } from '@omarino/energy'
import { type BacktestPlan, taskOf } from './backtest-plan.ts'
import { coldForecast } from './cold-start.ts'
import { futureAt, pastAt, type Timeline } from './columns.ts'
import { assertTask, carryOn, issueQuantiles, type Prepared, prepareForecast } from './forecast.ts'
import { lookedUp } from './explanation.ts'
import type { Columns, Explanation, ForecastTask } from './model.ts'
import type { Panel, PanelFrame, PanelSeries } from './panel.ts'
import { type ReplayMemo, replayMemo } from './replay-memo.ts'

/** One forecast of a backtest; step k starts at origin + k steps. */
export interface ForecastBlock {
  readonly id: string
  readonly origin: number // index into the plan's origins
  /** Null where no value of the series is known at the origin. */
  readonly forecast: BlockForecast | null
}
export interface BlockForecast {
  readonly point: Float64Array // the median; shape [steps]
  readonly quantiles: Float64Array // [levels × steps], row-major
  readonly explanation: Explanation | null // null unless the plan's task asks for it
  readonly model: string
}

/**
 * Replays forecasts from past origins, series by series in their order; each sees copies that end at its origin.
 * @throws Failure as `forecast`, but for short histories: there a simpler model steps in, at last the last value
 */
export function* backtest(panel: Panel, frame: PanelFrame, plan: BacktestPlan): Generator<ForecastBlock> {
  for (const series of panel.series) yield* backtestSeries(frame, series, plan, 0, plan.origins.length)
}

/** The origins `[from, to)` of one series; `from` must be one at which parameters are fitted. */
export function* backtestSeries(
  frame: PanelFrame,
  series: PanelSeries,
  plan: BacktestPlan,
  from: number,
  to: number,
): Generator<ForecastBlock> {
  const task = taskOf(plan, series.id)
  assertTask(task, plan.horizonSteps)
  const session = openSession(frame, series, task, plan)
  for (let origin = from; origin < to; origin += 1) yield { id: series.id, origin, forecast: session(origin) }
}

type Session = (origin: number) => BlockForecast | null

function openSession(frame: PanelFrame, series: PanelSeries, task: ForecastTask, plan: BacktestPlan): Session {
  const whole = wholeTimeline(frame, series)
  const first = whole.values.findIndex(Number.isFinite)
  const memo = replayMemo(first, plan.historySteps)
  let prepared: Prepared | undefined
  return (index) => {
    const origin = plan.origins[index]
    if (first < 0 || origin <= first) return null
    const timeline = cutAt(whole, first, origin, plan.horizonSteps)
    const fresh = plan.refits[index] || !prepared
    prepared =
      fresh || !prepared
        ? prepare(timeline, task, plan, memo)
        : carryOn(prepared, timeline, plan.horizonSteps, task, memo)
    if (!prepared) return coldBlock(timeline.values, plan.horizonSteps, task)
    const issued = issueQuantiles(prepared, timeline, plan.horizonSteps, task, memo)
    return { ...issued, model: prepared.choice.model }
  }
}

function coldBlock(values: Float64Array, steps: number, task: ForecastTask): BlockForecast {
  const cold = coldForecast(values, steps, task)
  return { ...cold, explanation: task.explain ? lookedUp(cold.point) : null, model: 'last-value' }
}

/** The series and its covariates over the calendar's length; what the file does not hold is missing. */
function wholeTimeline({ calendar }: PanelFrame, { values, observed, known }: PanelSeries): Timeline {
  const steps = calendar.day.length
  const padded = (columns: Columns): Columns =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, pad(column, steps)]))
  return { values: pad(values, steps), observed: padded(observed), known: padded(known), calendar }
}

function pad(column: Float64Array, steps: number): Float64Array {
  if (column.length >= steps) return column
  const padded = new Float64Array(steps).fill(NaN)
  padded.set(column)
  return padded
}

/** What is known at an origin, as copies: values and observed columns end there, the others with the horizon. */
function cutAt(whole: Timeline, first: number, origin: number, steps: number): Timeline {
  const past = pastAt(whole, origin, first)
  const ahead = futureAt(whole, first, origin - first + steps)
  return { values: past.values, observed: past.observed, known: ahead.known, calendar: ahead.calendar }
}

const SHORT = ['NO_HISTORY', 'TOO_LITTLE_HISTORY']

/** The asked model, else any that the history is long enough for, else none. */
function prepare(timeline: Timeline, task: ForecastTask, plan: BacktestPlan, memo: ReplayMemo): Prepared | undefined {
  for (const attempt of [task, { ...task, model: 'auto' }]) {
    try {
      return prepareForecast(timeline, plan.horizonSteps, attempt, memo)
    } catch (error) {
      if (!(error instanceof DomainError && SHORT.includes(error.code))) throw error
    }
  }
  return undefined
}

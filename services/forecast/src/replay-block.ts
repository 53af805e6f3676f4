import { replayRows } from '@omarino/forecasting'
import type { BacktestPlan, BlockForecast, ReplayJob } from '@omarino/forecasting'
import { addValue, emptySums, pinballOf } from './score-sums.ts'
import type { MutableSums, ScoreSums } from './score-sums.ts'

/** Rows of a block, and what scores are made of. */
export interface BacktestReply {
  readonly csv: string
  readonly rows: number
  readonly sums: readonly ModelSums[]
}
export interface ModelSums {
  readonly series: string
  readonly model: string // '' where no value was known at the origin
  readonly origins: number
  readonly sums: ScoreSums
}

/** Replays a block of origins as the command line does, and scores it on the way. */
export function replayBlock(job: ReplayJob): BacktestReply {
  const { series, plan, from, to } = job
  const sumsOf = new Map<string, MutableSums>()
  const { csv, models } = replayRows(job, ({ origin, forecast }) => {
    if (!forecast) return
    const sums = sumsOf.get(forecast.model) ?? emptySums()
    sumsOf.set(forecast.model, sums)
    scoreOne(sums, series.values, plan, plan.origins[origin], forecast)
  })
  return {
    csv,
    rows: (to - from) * plan.horizonSteps,
    sums: Object.entries(models).map(([model, origins]) => ({
      series: series.id, model, origins, sums: sumsOf.get(model) ?? emptySums(),
    })),
  } // prettier-ignore
}

function scoreOne(
  sums: MutableSums,
  values: Float64Array,
  { task, horizonSteps }: BacktestPlan,
  origin: number,
  forecast: BlockForecast,
): void {
  const { levels, stepMs } = task
  const perDay = 86_400_000 / stepMs
  const row = (level: number): number => levels.indexOf(level)
  const at = (index: number, step: number): number =>
    index < 0 ? NaN : forecast.quantiles[index * horizonSteps + step]
  for (let step = 0; step < horizonSteps; step += 1) {
    const actual = values[origin + step] ?? NaN
    const losses = levels.map((level, i) => pinballOf(actual, at(i, step), level))
    addValue(sums, {
      actual, point: forecast.point[step], p10: at(row(0.1), step), p90: at(row(0.9), step), pinball: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      day: naiveAt(values, origin, step, perDay), week: naiveAt(values, origin, step, 7 * perDay),
    }) // prettier-ignore
  }
}

/** The value one season, or as many as it takes to be known at the origin, before a step. */
function naiveAt(values: Float64Array, origin: number, step: number, season: number): number {
  const whole = Math.max(1, season)
  return values[origin + step - whole * Math.ceil((step + 1) / whole)] ?? NaN
}

import type { Timeline } from './columns.ts'
import { conformalBands } from './conformal.ts'
import { type ErrorTable, hourOf, leadGroup } from './error-table.ts'
import { DAY_MS, type ForecastTask } from './model.ts'
import type { Trial } from './rolling-origin.ts'

/** How far a level moves for each origin whose outcomes missed it by all of them; 0 keeps the level that was asked for. */
const RATES = [0, 0.05, 0.2]
/** Origins that are gone through: four weeks, of which the older ones lead to the state at the first scored one. */
const MOST_ORIGINS = 42
/** How much more a rate counts whose quantiles lost one usual loss less. */
const SHARPNESS = 2
/** Beyond this horizon outcomes come too late: what missed last month says nothing of the next. */
const LATEST_DAYS = 7
const [LOWEST, HIGHEST] = [0.001, 0.999]

/** Levels to read the bands at, in place of the asked ones, at the origins of a trial and at the issue. */
export interface AdaptiveLevels {
  /** @param index of the trial's origins; their number for the issue */
  at(index: number): readonly number[]
}

/**
 * Adaptive conformal levels: where outcomes fell below a quantile more often than its level says, it is read lower from
 * then on, and the other way round. Three rates are mixed by what their quantiles lost. Only outcomes known at an origin
 * move it.
 * @see Gibbs & Candès (2021), Adaptive conformal inference under distribution shift; (2024) with several rates, JMLR 25
 */
export function adaptiveLevels(
  trial: Trial,
  errors: ErrorTable,
  timeline: Timeline,
  levels: readonly number[],
  task: ForecastTask,
): AdaptiveLevels {
  const isLate = trial.origins.length > 0 && (endOf(trial, 0) - trial.origins[0]) * task.stepMs > LATEST_DAYS * DAY_MS
  if (isLate) return { at: () => levels }
  const count = levels.length
  const state = { shift: new Float64Array(RATES.length * count), loss: new Float64Array(RATES.length * count) }
  const first = Math.max(0, trial.origins.length - MOST_ORIGINS)
  const recorded: (readonly number[])[] = []
  const waiting: { readonly index: number; readonly levels: readonly number[] }[] = []
  for (let index = first; index <= trial.origins.length; index += 1) {
    const origin = trial.origins[index] ?? timeline.values.length
    // An origin is judged once its whole horizon has passed: by the first hours alone later ones would be judged wrongly.
    while (waiting.length > 0 && endOf(trial, waiting[0].index) <= origin) {
      const { index: past, levels: read } = waiting.shift() as (typeof waiting)[number]
      judge(past, read, origin)
    }
    const all = RATES.flatMap((_, rate) =>
      levels.map((level, row) => (level === 0.5 ? level : clip(level + state.shift[rate * count + row]))),
    )
    recorded.push(mixed(all, state.loss, count))
    if (index < trial.origins.length) waiting.push({ index, levels: all })
  }
  return { at: (index) => (index < first ? levels : recorded[index - first]) }

  function judge(index: number, read: readonly number[], known: number): void {
    const below = new Float64Array(read.length)
    const loss = new Float64Array(read.length)
    const seen = compare(trial, errors, timeline, index, read, levels, known, task, below, loss)
    if (seen === 0) return
    const usual = meanOf(loss) / seen || 1
    for (let i = 0; i < read.length; i += 1) {
      state.shift[i] += RATES[Math.floor(i / count)] * (levels[i % count] - below[i] / seen)
      state.loss[i] += loss[i] / seen / usual
    }
  }
}

/** Counts outcomes below each quantile and adds up their pinball losses; returns how many outcomes were known. */
function compare(
  trial: Trial,
  errors: ErrorTable,
  { values, calendar }: Timeline,
  index: number,
  read: readonly number[],
  levels: readonly number[],
  known: number,
  { stepMs, nonNegative }: ForecastTask,
  below: Float64Array,
  loss: Float64Array,
): number {
  const raw = trial.forecasts[index]
  const origin = trial.origins[index]
  const bands = conformalBands(errors, origin, read)
  const steps = raw.values.length / raw.levels.length
  const column = new Float64Array(read.length)
  let seen = 0
  for (let step = 0; step < Math.min(steps, known - origin); step += 1) {
    const actual = values[origin + step]
    if (Number.isNaN(actual) || (nonNegative && actual === 0)) continue // a plant at night says nothing about bands
    bands.quantiles(raw, step, leadGroup(step, stepMs), hourOf(calendar.slot[origin + step], stepMs), column)
    for (let i = 0; i < read.length; i += 1) {
      const over = actual - column[i]
      const level = levels[i % levels.length]
      if (over <= 0) below[i] += 1
      loss[i] += over >= 0 ? level * over : (level - 1) * over
    }
    seen += 1
  }
  return seen
}

/** Levels of the rates, weighted by the exponent of what each lost less than the others. */
function mixed(all: readonly number[], loss: Float64Array, count: number): number[] {
  return Array.from({ length: count }, (_, row) => {
    let [sum, total] = [0, 0]
    for (let rate = 0; rate < RATES.length; rate += 1) {
      const weight = Math.exp(-SHARPNESS * (loss[rate * count + row] - loss[row]))
      sum += weight * all[rate * count + row]
      total += weight
    }
    return sum / total
  })
}

function endOf({ origins, forecasts }: Trial, index: number): number {
  const { levels, values } = forecasts[index]
  return origins[index] + values.length / levels.length
}

const clip = (level: number): number => Math.min(Math.max(level, LOWEST), HIGHEST)

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

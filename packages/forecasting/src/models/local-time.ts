import { type Columns, type ForecastTask, type Future, type Model, type Past, stepsPerDay } from '../model.ts'
import { medianOf } from '../order-statistics.ts'
import { heldWithin, type PredictionRange, widenedRange } from '../prediction-range.ts'
import { robustScale } from '../robust-scale.ts'

/**
 * A model on the axis of local time, where every day has the same steps and a season is a fixed number of them. The
 * hour that spring lacks is a gap (NaN), the one that autumn has twice is the mean of both.
 */
export interface LocalModel<State> {
  readonly name: string
  readonly windowDays: number // longest past that it is fitted on
  readonly mostSteps: number // of it: fine steps see fewer days, so that a fit stays cheap
  minimumSteps(task: ForecastTask): number
  /** @param at local step of `values[0]`, counted from 1970-01-01 00:00: its phase in a season is `at % season` */
  fit(values: Float64Array, at: number, task: ForecastTask): State
  /** @param values what came since, often nothing; `values[0]` is local step `at` */
  update(state: State, values: Float64Array, at: number): State
  /** @returns the steps after the last one taken in, of which the first is local step `at`; shape [steps] */
  predict(state: State, at: number, steps: number): Float64Array
}

/** What the wrapped model keeps, with the bounds that values and predictions are held in. */
export interface LocalState<State> {
  readonly inner: State
  readonly end: number // local step after the last one taken in
  readonly perDay: number
  readonly known: PredictionRange // values beyond are outliers and held here
  readonly range: PredictionRange // of predictions
  readonly median: number // stands in for a prediction that is not finite
}

// Nothing of a load, a price or PV lies beyond; a stuck or lost decimal point does. It keeps its sign, not its size.
const OUTLIER_SPREADS = 12
// Share of the seen range that a prediction may leave it by, else trends run away.
const RANGE_MARGIN = 0.5

/** Puts a model of local time behind the contract of all models: windows, outliers, clock changes, finite answers. */
export function onLocalTime<State>(model: LocalModel<State>): Model<LocalState<State>> {
  return {
    name: model.name,
    minimumSteps: (task) => model.minimumSteps(task),
    fit: (past, task) => {
      const perDay = stepsPerDay(task.stepMs)
      const all = toLocalSeries(past, perDay)
      const window = Math.max(Math.min(model.windowDays * perDay, model.mostSteps), model.minimumSteps(task))
      const skipped = Math.max(0, all.values.length - window)
      const values = all.values.slice(skipped)
      const { centre, spread } = robustScale(values)
      const known = [centre - OUTLIER_SPREADS * spread, centre + OUTLIER_SPREADS * spread] as const
      const held = hold(values, known)
      const inner = model.fit(held, all.first + skipped, task)
      const end = all.first + all.values.length
      return { inner, end, perDay, known, range: widenedRange(held, RANGE_MARGIN), median: medianOf(values) }
    },
    update: (state, past) => {
      const { first, values } = toLocalSeries(past, state.perDay)
      const fresh = hold(values.slice(Math.max(0, state.end - first)), state.known)
      if (fresh.length === 0) return state
      const at = first + values.length - fresh.length
      return { ...state, inner: model.update(state.inner, fresh, at), end: at + fresh.length }
    },
    predict: (state, _, future) => ({ levels: [0.5], values: predictSteps(model, state, future) }),
  }
}

function predictSteps<State>(model: LocalModel<State>, state: LocalState<State>, future: Future): Float64Array {
  const { end, perDay, range, median } = state
  const positions = Int32Array.from(
    { length: future.steps },
    (_, k) => Math.max(0, localStep(future.calendar, k, perDay) - end), // the second of a doubled hour is known already
  )
  const steps = positions.reduce((most, position) => Math.max(most, position + 1), 0)
  const predicted = model.predict(state.inner, end, steps)
  return Float64Array.from(positions, (position) => {
    const value = predicted[position]
    return Number.isFinite(value) ? heldWithin(range, value) : median
  })
}

const localStep = (calendar: Columns, index: number, perDay: number): number =>
  calendar.day[index] * perDay + calendar.slot[index]

/** A series per local step. */
export interface LocalSeries {
  readonly first: number // local step of `values[0]`
  readonly values: Float64Array // NaN where nothing is known
}

/** Lays a past on local time. */
export function toLocalSeries({ values, calendar }: Past, perDay: number): LocalSeries {
  if (values.length === 0) return { first: 0, values: new Float64Array(0) }
  const first = localStep(calendar, 0, perDay)
  let last = first
  for (let i = Math.max(0, values.length - perDay); i < values.length; i += 1) {
    last = Math.max(last, localStep(calendar, i, perDay))
  }
  const local = new Float64Array(last - first + 1).fill(NaN)
  for (let i = 0; i < values.length; i += 1) {
    const at = localStep(calendar, i, perDay) - first
    if (at < 0 || !Number.isFinite(values[i])) continue
    local[at] = Number.isNaN(local[at]) ? values[i] : (local[at] + values[i]) / 2
  }
  return { first, values: local }
}

const hold = (values: Float64Array, [lowest, highest]: PredictionRange): Float64Array =>
  values.map((value) => (value < lowest ? lowest : value > highest ? highest : value))

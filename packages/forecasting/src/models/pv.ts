import { joinColumns, lastSteps } from '../columns.ts'
import { huberRidge, type Observations } from '../huber-ridge.ts'
import {
  type CalendarColumns, type Columns, DAY_MS, type ForecastTask, type Future, type Location, type Model, type Past, stepsPerDay, stepsPerHour,
} from '../model.ts' // prettier-ignore
import { applyFit, type LinearFit } from '../normal-equations.ts'
import { type ClearSky, envelope, fitClearSky, planeIrradiance } from './pv-clear-sky.ts'
import { pvCovariates, type PvCovariate, PV_COLUMN_TERMS, readCovariate, writeCovariate } from './pv-covariates.ts'

export interface PvState {
  readonly stepMs: number
  readonly location: Location | null
  readonly clear: ClearSky
  readonly covariates: readonly PvCovariate[]
  readonly linear: LinearFit
}

const MINIMUM_DAYS = 14
const MOST_DAYS = 400
const LAMBDA_HOURS = 50 // of full sun, on standardised features: the quarter-hours of a cloud come together
const LEAST_SHARE = 0.05 // of the peak: below it the sky says nothing about the clearness
const MOST_CLEARNESS = 1.2
// Of clearness: beyond it an error counts as it is, not squared, since the point is a median. On 15–29 September of
// three substations MAE ÷ range is 0.0587 so, 0.0599 with least squares; GEFCom's February 0.0411 and 0.0412.
const SQUARED_UP_TO = 0.1
const CONTEXT_DAYS = 31

/** Beside the covariates: clearness of the day before and of the week before, and two waves of the time of day. */
const OWN_TERMS = 6

/**
 * Generation of a PV plant as clear-sky yield × clearness. The clear-sky yield comes from the sun's place above the
 * plant, turned to the modules (their plane fitted where it is not told), or without a location from the upper edge of
 * the last weeks; the clearness is regressed on the weather, each of whose columns is read against its own upper edge,
 * and on the days before. Only hours above 5 % of the peak count, weighted by the yield that is at stake.
 */
export const pv: Model<PvState> = {
  name: 'pv',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: fitPv,
  update: (state) => state,
  predict: (state, past, future) => ({ levels: [0.5], values: predictPv(state, past, future) }),
}

function fitPv(whole: Past, task: ForecastTask): PvState {
  const perDay = stepsPerDay(task.stepMs)
  const past = lastSteps(whole, MOST_DAYS * perDay)
  const location = task.location ?? null
  const clear = location
    ? fitClearSky(past.values, past.calendar, location, task.stepMs)
    : { plane: null, peak: past.values.reduce((most, value) => (value > most ? value : most), 0) }
  const yields = clearYield(clear, location, past.values, past.calendar, past.values.length, task.stepMs)
  const clearness = past.values.map((value, i) =>
    yields[i] > LEAST_SHARE * clear.peak ? Math.min(Math.max(value / yields[i], 0), MOST_CLEARNESS) : NaN,
  )
  const covariates = pvCovariates(past.known, clearness, past.calendar, perDay)
  const source = sourceOf({ covariates }, past.known, past.calendar, clearness, yields, perDay)
  const observed = observationsOf(source, clearness, yields, clear.peak)
  const features = OWN_TERMS + PV_COLUMN_TERMS * covariates.length
  return {
    stepMs: task.stepMs,
    location,
    clear,
    covariates,
    linear: huberRidge(observed, features, LAMBDA_HOURS * stepsPerHour(task.stepMs), SQUARED_UP_TO),
  }
}

/** The hours of sun from the second day on, weighted by the yield that is at stake. */
function observationsOf(source: PvSource, clearness: Float64Array, yields: Float64Array, peak: number): Observations {
  const features = OWN_TERMS + PV_COLUMN_TERMS * source.columns.length
  const lit = Int32Array.from(clearness.keys()).filter((i) => i >= source.perDay && !Number.isNaN(clearness[i]))
  const row = new Float64Array(features)
  const rows = new Float64Array(lit.length * features)
  for (const [place, i] of lit.entries()) {
    writeRow(source, i, i, row)
    rows.set(row, place * features)
  }
  const targets = Float64Array.from(lit, (i) => clearness[i])
  return { rows, targets, weights: Float64Array.from(lit, (i) => (yields[i] / peak) ** 2) }
}

/** Clear-sky yield of steps of the calendar; the upper edge is that of values before `end`. Shape [T]. */
function clearYield(
  { plane, peak }: ClearSky,
  location: Location | null,
  values: Float64Array,
  calendar: CalendarColumns,
  end: number,
  stepMs: number,
): Float64Array {
  if (plane && location) return planeIrradiance(calendar, location, plane, stepMs).map((watts) => (peak * watts) / 1000)
  return envelope(values, calendar, end, Array.from(calendar.day.keys()), DAY_MS / stepMs)
}

interface PvSource {
  readonly clearness: Float64Array // NaN at night and after the origin
  readonly daily: Float64Array // running mean of the clearness weighted by yield, over the day up to each step
  readonly columns: readonly ReturnType<typeof readCovariate>[]
  readonly calendar: CalendarColumns
  readonly perDay: number
}

function sourceOf(
  { covariates }: Pick<PvState, 'covariates'>,
  known: Columns,
  calendar: CalendarColumns,
  clearness: Float64Array,
  yields: Float64Array,
  perDay: number,
): PvSource {
  const columns = covariates.map((each) => readCovariate(each, known, calendar, perDay))
  return { clearness, daily: weightedMeans(clearness, yields, perDay), columns, calendar, perDay }
}

/** Mean clearness of the `perDay` steps that end with each step, weighted by clear-sky yield; the one before where none. */
function weightedMeans(clearness: Float64Array, yields: Float64Array, perDay: number): Float64Array {
  const means = new Float64Array(clearness.length)
  let [sum, weight] = [0, 0]
  for (let i = 0; i < clearness.length; i += 1) {
    if (!Number.isNaN(clearness[i])) {
      sum += clearness[i] * yields[i]
      weight += yields[i]
    }
    const old = i - perDay
    if (old >= 0 && !Number.isNaN(clearness[old])) {
      sum -= clearness[old] * yields[old]
      weight -= yields[old]
    }
    means[i] = weight > 1e-9 * perDay ? Math.min(sum / weight, MOST_CLEARNESS) : i > 0 ? means[i - 1] : 0.5
  }
  return means
}

/** @param origin steps before it are known; a row of the past looks back from its own local day */
function writeRow(
  { daily, columns, calendar, perDay }: PvSource,
  index: number,
  origin: number,
  row: Float64Array,
): void {
  const last = Math.max(0, Math.min(origin, index - (calendar.slot[index] ?? 0)) - 1)
  const angle = (2 * Math.PI * calendar.slot[index]) / perDay
  let week = 0
  for (let days = 0; days < 7; days += 1) week += daily[Math.max(0, last - days * perDay)] / 7
  row[0] = daily[last]
  row[1] = week
  row[2] = Math.sin(angle)
  row[3] = Math.cos(angle)
  row[4] = Math.sin(2 * angle)
  row[5] = Math.cos(2 * angle)
  let column = OWN_TERMS
  for (const each of columns) column = writeCovariate(each, index, angle, row, column)
}

function predictPv(state: PvState, whole: Past, future: Future): Float64Array {
  const { stepMs, location, clear, covariates, linear } = state
  const perDay = DAY_MS / stepMs
  const past = lastSteps(whole, CONTEXT_DAYS * perDay)
  const origin = past.values.length
  const calendar = joinColumns(past.calendar, future.calendar)
  const known = joinColumns(past.known, future.known)
  const yields = clearYield(clear, location, past.values, calendar, origin, stepMs)
  const clearness = calendar.day.map((_, i) =>
    i < origin && yields[i] > LEAST_SHARE * clear.peak
      ? Math.min(Math.max(past.values[i] / yields[i], 0), MOST_CLEARNESS)
      : NaN,
  )
  const source = sourceOf({ covariates }, known, calendar, clearness, yields, perDay)
  const row = new Float64Array(OWN_TERMS + PV_COLUMN_TERMS * covariates.length)
  return Float64Array.from({ length: future.steps }, (_, step) => {
    const index = origin + step
    writeRow(source, index, origin, row)
    return yields[index] * Math.min(Math.max(applyFit(linear, row, 0), 0), MOST_CLEARNESS)
  })
}

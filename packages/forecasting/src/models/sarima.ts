import { fillGaps } from '../fill-gaps.ts'
import { leastAt } from '../least-loss.ts'
import { type ForecastTask, stepsPerDay, stepsPerHour } from '../model.ts'
import { medianOf } from '../order-statistics.ts'
import { seasonsShown } from '../seasonal-profile.ts'
import { allPositive, knownLog } from '../transform.ts'
import { type Lagged, runArma } from './arma-filter.ts'
import { onLocalTime } from './local-time.ts'
import { firstStep, fitSarima, type SarimaOrder } from './sarima-fit.ts'

export interface SarimaState {
  readonly order: SarimaOrder
  readonly logarithmic: boolean
  readonly centre: number // taken off the values, after the logarithm
  readonly past: Lagged
  readonly moving: Lagged
  readonly values: Float64Array // the last ones, as far as lags reach; missing ones as they were forecast
  readonly errors: Float64Array // of the same steps
}

const MINIMUM_DAYS = 4
const WINDOW_DAYS = 56
const MOST_STEPS = 56 * 96 // eight weeks of quarter-hours
const LEAST_CYCLES = 3
const LINE_HOURS = 3 // gaps up to this are filled by a line

/**
 * Seasonal ARIMA on values or, where all are above 0, on their logarithms: orders of a short list, with the season of a
 * day or of a week, fitted by the conditional sum of squares, chosen by the corrected information criterion on the same
 * steps.
 * @see Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, chapter 9
 */
export const sarima = onLocalTime<SarimaState>({
  name: 'sarima',
  windowDays: WINDOW_DAYS,
  mostSteps: MOST_STEPS,
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: (values, _, task) => chooseSarima(values, task),
  update: (state, values) => {
    const { joined, errors, from } = joinTails(state, toWorking(state, values))
    runArma(state.past, state.moving, joined, errors, from)
    return { ...state, values: joined.slice(-from), errors: errors.slice(-from) }
  },
  predict: (state, _, steps) => {
    const { joined, errors, from } = joinTails(state, new Float64Array(steps).fill(NaN))
    runArma(state.past, state.moving, joined, errors, from)
    return joined.slice(from).map((value) => fromWorking(state, value))
  },
})

type Scale = Pick<SarimaState, 'logarithmic' | 'centre'>

const toWorking = ({ logarithmic, centre }: Scale, values: Float64Array): Float64Array =>
  values.map((value) => (logarithmic ? knownLog(value) : value) - centre)

const fromWorking = ({ logarithmic, centre }: Scale, value: number): number =>
  logarithmic ? Math.exp(value + centre) : value + centre

function joinTails(
  { values, errors }: SarimaState,
  next: Float64Array,
): { joined: Float64Array; errors: Float64Array; from: number } {
  const from = values.length
  const joined = new Float64Array(from + next.length)
  joined.set(values)
  joined.set(next, from)
  const joinedErrors = new Float64Array(joined.length)
  joinedErrors.set(errors)
  return { joined, errors: joinedErrors, from }
}

function chooseSarima(values: Float64Array, task: ForecastTask): SarimaState {
  const perDay = stepsPerDay(task.stepMs)
  const logarithmic = allPositive(values)
  const raw = logarithmic ? values.map(Math.log) : values
  const scale = { logarithmic, centre: medianOf(raw) }
  const deviations = raw.map((value) => value - scale.centre)
  const known = Uint8Array.from(deviations, (value) => (Number.isNaN(value) ? 0 : 1))
  const sameOffset = new Float64Array(values.length)
  const filled = fillGaps(deviations, sameOffset, perDay, LINE_HOURS * stepsPerHour(task.stepMs))
  const orders = ordersFor(seasonsShown(task.seasonality, perDay, values.length, LEAST_CYCLES))
  const judgedFrom = Math.max(...orders.map(firstStep))
  const fits = orders.map((order) => fitSarima(order, filled, known, judgedFrom))
  const { order, past, moving, errors } = fits[leastAt(fits.map(({ aicc }) => aicc))]
  const reach = Math.max(1, ...past.lags, ...moving.lags)
  return { order, ...scale, past, moving, values: tail(filled, reach), errors: tail(errors, reach) }
}

/** The last `count`, with zeros in front where there are fewer. */
function tail(values: Float64Array, count: number): Float64Array {
  const last = new Float64Array(count)
  last.set(values.subarray(-count), Math.max(0, count - values.length))
  return last
}

type Orders = readonly [p: number, d: number, q: number, seasonalP: number, seasonalD: number, seasonalQ: number]

const PLAIN: readonly Orders[] = [
  [1, 0, 0, 0, 0, 0],
  [2, 0, 0, 0, 0, 0],
  [1, 0, 1, 0, 0, 0],
  [3, 0, 3, 0, 0, 0],
  [0, 1, 1, 0, 0, 0],
  [1, 1, 1, 0, 0, 0],
]
/** A season that is differenced and smoothed, as loads and prices show it. */
const SEASONAL: readonly Orders[] = [
  [1, 0, 0, 0, 1, 1],
  [2, 0, 0, 0, 1, 1],
  [1, 0, 1, 0, 1, 1],
  [2, 0, 1, 0, 1, 1],
  [3, 0, 1, 0, 1, 1],
  [0, 1, 1, 0, 1, 1],
]
/** With a lag of values a season before; for a week that would take a third week from what is judged. */
const DAILY: readonly Orders[] = [
  [2, 0, 0, 1, 1, 0],
  [1, 0, 1, 1, 1, 1],
]

function ordersFor(seasons: readonly number[]): SarimaOrder[] {
  if (seasons.length === 0) return PLAIN.map((orders) => orderOf(orders, 1))
  return seasons.flatMap((season, i) =>
    (i === 0 ? [...SEASONAL, ...DAILY] : SEASONAL).map((orders) => orderOf(orders, season)),
  )
}

const orderOf = ([p, d, q, seasonalP, seasonalD, seasonalQ]: Orders, season: number): SarimaOrder => ({
  p,
  d,
  q,
  seasonalP,
  seasonalD,
  seasonalQ,
  season,
})

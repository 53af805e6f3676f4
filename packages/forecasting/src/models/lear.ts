import { joinColumns, lastSteps } from '../columns.ts'
import { fillGaps } from '../fill-gaps.ts'
import { type CalendarColumns, type Columns, type Future, HOUR_MS, type Model, type Past } from '../model.ts'
import { type RobustScale, robustScale } from '../robust-scale.ts'
import { cellOf, completeDays, type DayGrid, dayGrid, HOURS, toDays } from './lear-days.ts'
import { learFeatureCount, type LearTable, LONGEST_LAG_DAYS, writeLearFeatures } from './lear-features.ts'
import { type LearFit, type LearWindow, fitLearWindows } from './lear-fit.ts'
import { fitKernel, type KernelFit, predictKernel } from './price-kernel.ts'

export interface LearState {
  readonly covariates: readonly string[] // names of known covariates, in the order of the features
  readonly price: RobustScale
  readonly scales: readonly RobustScale[] // of the covariates
  readonly fits: readonly LearFit[] // one per calibration window
  readonly kernel: KernelFit
}

const WINDOW_DAYS = [56, 84, 364]
/** The shortest window, its lags, and two days that the ends of the series may cut. */
const MINIMUM_DAYS = 56 + LONGEST_LAG_DAYS + 2
const RIDGE_ROWS = 8
const LASSO_SHARE = 0.6
/** Scaled prices beyond this count as this: sinh(6) is 200 robust deviations. */
const INPUT_LIMIT = 6
/** Bound of scaled predictions, sinh(4.5) = 45 robust deviations: short windows explode. */
const OUTPUT_LIMIT = 4.5
/** Days that the kernel regression learns from; time and memory grow with their square and more. */
const KERNEL_DAYS = 1092
/** Weight of the kernel regression against the mean of the linear ones: half up to two years of training, more with three. */
const KERNEL_SHARE = { young: 0.5, grown: 0.8, youngDays: 728, grownDays: 1080 }
const LINE_HOURS = 3 // gaps up to this are filled by a line
/** Lags of 7 days, and 7 more that gaps are filled from. */
const CONTEXT_DAYS = 16

/**
 * Day-ahead prices from those of days d−1, −2, −3, −7, all known covariates of d, d−1, d−7, weekday and holidays, after
 * asinh of robust deviations, by members of two kinds. One linear regression per local hour follows the last weeks: up
 * to three calibration windows, each fitted by ridge and by lasso, averaged. A kernel regression on whole days of
 * three years bends with the merit order. A horizon beyond a day feeds on its own days. A covariate that is missing for
 * a whole day ahead is left out: `predict` then fits anew without it.
 * @see Lago, Marcjasz, De Schutter & Weron (2021), Forecasting day-ahead electricity prices, Applied Energy 293
 */
export const lear: Model<LearState> = {
  name: 'lear',
  minimumSteps: (task) => (task.stepMs === HOUR_MS ? MINIMUM_DAYS * HOURS : Infinity),
  fit: (past) => fitLear(past, Object.keys(past.known)),
  update: (state) => state,
  predict: (state, past, future) => ({ levels: [0.5], values: predictLear(state, past, future) }),
}

function fitLear(whole: Past, covariates: readonly string[]): LearState {
  const past = lastSteps(whole, (KERNEL_DAYS + LONGEST_LAG_DAYS + 1) * HOURS)
  const price = robustScale(past.values)
  const scales = covariates.map((name) => robustScale(past.known[name]))
  const grid = dayGrid(past.calendar)
  const table = tableOf({ covariates, price, scales }, past.values, past.known, past.calendar, grid)
  const known = past.values.map((value) => (Number.isNaN(value) ? 0 : 1))
  const weight = dailyMeans(toDays(known, past.calendar, grid))
  // The last day may be cut by the origin: what is there of it is no whole row.
  const { length } = past.values
  const days = grid.days - (past.calendar.slot[length - 1] === HOURS - 1 ? 0 : 1)
  return {
    covariates,
    price,
    scales,
    fits: fitLearWindows(table, weight, days, windowsOf(days - LONGEST_LAG_DAYS)),
    kernel: fitKernel(table, grid.firstDay, weight, days, KERNEL_DAYS),
  }
}

/** Windows that the history allows; where it ends between two, all of it stands in for the longer one. */
function windowsOf(rows: number): LearWindow[] {
  const days = WINDOW_DAYS.filter((window, i) => window <= rows || (i > 0 && WINDOW_DAYS[i - 1] < rows) || i === 0)
  return days.map((window) => ({
    days: Math.max(1, Math.min(window, rows)),
    ridgeRows: RIDGE_ROWS,
    lassoShare: LASSO_SHARE,
  }))
}

const dailyMeans = (table: Float64Array): Float64Array =>
  new Float64Array(table.length / HOURS).map((_, day) => {
    const known = table.subarray(day * HOURS, (day + 1) * HOURS).filter((value) => !Number.isNaN(value))
    return known.reduce((sum, value) => sum + value, 0) / HOURS
  })

/** Prices and covariates, scaled, without gaps, as rows of local days. */
function tableOf(
  { covariates, price, scales }: Pick<LearState, 'covariates' | 'price' | 'scales'>,
  values: Float64Array,
  known: Columns,
  calendar: CalendarColumns,
  grid: DayGrid,
): LearTable {
  const rowsOf = (column: Float64Array, scale: RobustScale): Float64Array => {
    const filled = fillGaps(scaledColumn(column, scale), calendar.offset, HOURS, LINE_HOURS)
    const table = toDays(filled, calendar, grid)
    completeDays(table)
    return table
  }
  const weekday = Float64Array.from({ length: grid.days }, (_, day) => (((grid.firstDay + day + 3) % 7) + 7) % 7)
  const holiday = new Float64Array(grid.days)
  for (let i = 0; i < calendar.day.length; i += 1) {
    const day = calendar.day[i] - grid.firstDay
    if (day >= 0 && calendar.dayType[i] === 2 && calendar.weekday[i] !== 6) holiday[day] = 1
  }
  return {
    prices: rowsOf(values, price),
    covariates: covariates.map((name, i) => rowsOf(known[name], scales[i])),
    weekday,
    holiday,
  }
}

const scaledColumn = (column: Float64Array, { centre, spread }: RobustScale): Float64Array =>
  column.map((value) => bounded(Math.asinh((value - centre) / spread), INPUT_LIMIT))

const bounded = (value: number, limit: number): number => Math.min(Math.max(value, -limit), limit)

function predictLear(state: LearState, whole: Past, future: Future): Float64Array {
  const past = lastSteps(whole, CONTEXT_DAYS * HOURS)
  const origin = past.values.length
  const calendar = joinColumns(past.calendar, future.calendar)
  const grid = dayGrid(calendar)
  const known = joinColumns(past.known, future.known)
  const firstDay = calendar.day[origin] - grid.firstDay
  const usable = state.covariates.filter((name) => known[name] && isKnownDaily(known[name], calendar, grid, firstDay))
  if (usable.length < state.covariates.length) return predictLear(fitLear(whole, usable), whole, future)
  const values = new Float64Array(calendar.day.length).fill(NaN)
  values.set(past.values)
  const table = tableOf(state, values, known, calendar, grid)
  for (let day = firstDay; day < grid.days; day += 1) {
    const row = predictDay(state, table, grid.firstDay, day)
    const from = day === firstDay ? calendar.slot[origin] : 0 // earlier hours of the first day have happened
    table.prices.set(row.subarray(from), day * HOURS + from)
  }
  return Float64Array.from({ length: future.steps }, (_, step) => {
    const scaled = table.prices[cellOf(calendar, grid, origin + step)]
    return state.price.centre + state.price.spread * Math.sinh(scaled)
  })
}

/** True when each day from `firstDay` on has a known value. */
function isKnownDaily(column: Float64Array, calendar: CalendarColumns, grid: DayGrid, firstDay: number): boolean {
  const known = dailyMeans(
    toDays(
      column.map((value) => (Number.isNaN(value) ? 0 : 1)),
      calendar,
      grid,
    ),
  )
  return known.subarray(firstDay).every((share) => share > 0)
}

/** Mean of the members in the unit of the price, as a scaled value again. */
function predictDay({ fits, kernel }: LearState, table: LearTable, firstDate: number, day: number): Float64Array {
  const features = learFeatureCount(table.covariates.length)
  const row = new Float64Array(features)
  writeLearFeatures(table, day, row, 0)
  const share = kernelShare(kernel.weights.length / HOURS)
  return predictKernel(kernel, table, firstDate, day).map((curved, hour) => {
    let sum = 0
    for (const { intercepts, coefficients } of fits) {
      let scaled = intercepts[hour]
      for (let i = 0; i < features; i += 1) scaled += coefficients[hour * features + i] * row[i]
      sum += Math.sinh(bounded(scaled, OUTPUT_LIMIT))
    }
    const straight = sum / fits.length
    return Math.asinh(straight + share * (Math.sinh(bounded(curved, OUTPUT_LIMIT)) - straight))
  })
}

function kernelShare(trainingDays: number): number {
  const { young, grown, youngDays, grownDays } = KERNEL_SHARE
  const growth = Math.min(Math.max((trainingDays - youngDays) / (grownDays - youngDays), 0), 1)
  return young + (grown - young) * growth
}

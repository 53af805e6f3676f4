import { fillGaps } from '../fill-gaps.ts'
import { leastAt } from '../least-loss.ts'
import { type ForecastTask, stepsPerDay, stepsPerHour } from '../model.ts'
import { medianOf } from '../order-statistics.ts'
import { seasonsShown } from '../seasonal-profile.ts'
import { mstlParts } from '../stl.ts'
import { allPositive, knownLog } from '../transform.ts'
import { mostAlpha } from './ets.ts'
import { type EtsForm, type EtsStates, type EtsWeights, extendEts, runEts } from './ets-filter.ts'
import { fitEts } from './ets-fit.ts'
import { onLocalTime } from './local-time.ts'

export interface MstlState {
  readonly logarithmic: boolean
  readonly profiles: readonly Float64Array[] // last round of each season, by phase `step % season`
  readonly form: EtsForm
  readonly weights: EtsWeights
  readonly states: EtsStates // of what the seasons leave
}

const MINIMUM_DAYS = 2
const WINDOW_DAYS = 56
const YEAR_DAYS = 365
const YEARS_DAYS = 3 * YEAR_DAYS + 1
const LEAST_CYCLES = 2
const LINE_HOURS = 3 // gaps up to this are filled by a line
const ROUNDS = { inner: 2, outer: 2 } as const
const JUMP = 0.1 // of a window, as in the paper
const FIRST_WINDOW = 11 // rounds, 4 more for each longer season, as in the paper

/**
 * Day, week and, from two years on, year found by STL with robust weights; each repeats its last round; what they leave
 * goes on by exponential smoothing, with or without a damped slope. On logarithms where all values are above 0.
 * @see Bandara, Hyndman & Bergmeir (2021), MSTL, arXiv 2107.13462
 */
export const mstl = onLocalTime<MstlState>({
  name: 'mstl',
  windowDays: YEARS_DAYS,
  mostSteps: 24 * YEARS_DAYS, // of hours
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: fitMstl,
  update: (state, values, at) => {
    const rest = transformed(state.logarithmic, values).map((value, i) => value - seasonalAt(state.profiles, at + i))
    return { ...state, states: runEts(state.form, state.weights, state.states, rest, at).end }
  },
  predict: ({ logarithmic, profiles, form, weights, states }, at, steps) =>
    extendEts(form, weights.phi, states, at, steps).map((value, k) => {
      const sum = value + seasonalAt(profiles, at + k)
      return logarithmic ? Math.exp(sum) : sum
    }),
})

function fitMstl(values: Float64Array, at: number, task: ForecastTask): MstlState {
  const perDay = stepsPerDay(task.stepMs)
  const years = task.seasonality === undefined && values.length >= LEAST_CYCLES * YEAR_DAYS * perDay
  const skipped = years ? 0 : Math.max(0, values.length - WINDOW_DAYS * perDay)
  const logarithmic = allPositive(values)
  const used = transformed(logarithmic, values.slice(skipped))
  const seasons = seasonsShown(task.seasonality, perDay, used.length, LEAST_CYCLES)
  if (years) seasons.push(YEAR_DAYS * perDay)
  const filled = filledFrom(used, perDay, stepsPerHour(task.stepMs))
  const windows = seasons.map((_, i) => FIRST_WINDOW + 4 * i)
  const { seasonal } = mstlParts(filled, seasons, windows, ROUNDS, JUMP)
  const profiles = seasonal.map((part, i) => lastRound(part, at + skipped, seasons[i]))
  const rest = without(seasonal, used)
  const fits = FORMS.map((form) => fitEts(form, rest, at + skipped, mostAlpha(task)))
  const { form, weights, states } = fits[leastAt(fits.map(({ aicc }) => aicc))]
  return { logarithmic, profiles, form, weights, states }
}

const LEVEL = { error: 'additive', season: 'none', length: 1 } as const
const FORMS: readonly EtsForm[] = [
  { ...LEVEL, trend: 'none' },
  { ...LEVEL, trend: 'damped' },
]

const transformed = (logarithmic: boolean, values: Float64Array): Float64Array =>
  logarithmic ? values.map(knownLog) : values

function filledFrom(values: Float64Array, perDay: number, perHour: number): Float64Array {
  const centre = medianOf(values)
  const deviations = values.map((value) => value - centre)
  const sameOffset = new Float64Array(values.length)
  return fillGaps(deviations, sameOffset, perDay, LINE_HOURS * perHour).map((value) => value + centre)
}

function lastRound(part: Float64Array, first: number, season: number): Float64Array {
  const profile = new Float64Array(season)
  for (let i = part.length - season; i < part.length; i += 1) profile[(first + i) % season] = part[i]
  return profile
}

/** Values less all seasons; gaps stay gaps. */
const without = (seasonal: readonly Float64Array[], values: Float64Array): Float64Array =>
  values.map((value, i) => seasonal.reduce((rest, part) => rest - part[i], value))

function seasonalAt(profiles: readonly Float64Array[], step: number): number {
  let sum = 0
  for (const profile of profiles) sum += profile[step % profile.length]
  return sum
}

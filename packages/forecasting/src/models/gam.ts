import { joinColumns, lastSteps } from '../columns.ts'
import { addTo, BASE, contributionsOf, inUnits, RECENT } from '../explanation.ts'
import { leastAt } from '../least-loss.ts'
import {
  type Columns,
  type Explanation,
  type Future,
  type Model,
  type Past,
  stepsPerDay,
  stepsPerHour,
} from '../model.ts'
import { addRow, applyFit, emptyEquations, type LinearFit, solveRidge } from '../normal-equations.ts'
import { sortedKnown, valueAtShare } from '../order-statistics.ts'
import { fromScaled, type RobustScale, robustScale, toScaled } from '../robust-scale.ts'
import { gamGroups, type GamSource, gamWidth, KNOTS, writeGamRow } from './gam-features.ts'
import { type ErrorMemory, fitErrorMemory, MEMORY_DAYS, recalled } from './error-memory.ts'
import { addFeatures, baseOf, isHoliday } from './ridge-groups.ts'
import { weatherColumn, type WeatherGroup, weatherGroups } from './weather-columns.ts'

export interface GamState {
  readonly perDay: number
  readonly perHour: number
  readonly scale: RobustScale
  readonly groups: readonly WeatherGroup[]
  readonly knots: readonly Float64Array[]
  readonly linear: LinearFit
  readonly memory: ErrorMemory
}

const MINIMUM_DAYS = 21
const MOST_DAYS = 1096
const LAMBDAS = [0.3, 3, 30, 300] // in rows, on standardised features
const HELD_SHARE = 0.2 // of the rows, the last ones, that choose the penalty
const CONTEXT_DAYS = MEMORY_DAYS + 2 // that predictions look back on: errors, and weather of a day before the first of them

/**
 * Additive model of weather and calendar: piecewise linear in each group of covariates, which moves with the time of
 * day, plus waves of day, week and year. No lag of the series enters, so that errors do not feed on themselves over the
 * horizon; what past errors say of the next ones enters at last. For what the weather drives: PV, wind, heating, cooling.
 * @see Hastie & Tibshirani (1990), Generalized Additive Models; Fan & Hyndman (2012), IEEE Trans. Power Systems 27(1)
 */
export const gam: Model<GamState> = {
  name: 'gam',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: (past, task) => fitGam(past, stepsPerDay(task.stepMs), stepsPerHour(task.stepMs)),
  update: (state) => state,
  predict: (state, past, future) => ({ levels: [0.5], values: predictGam(state, past, future) }),
  explain: explainGam,
}

function fitGam(whole: Past, perDay: number, perHour: number): GamState {
  const past = lastSteps(whole, MOST_DAYS * perDay)
  const scale = robustScale(past.values)
  const scaled = past.values.map((value) => toScaled(scale, value))
  const groups = weatherGroups(past.known, scaled, perHour)
  const weather = weatherOf(groups, past.known, past.calendar, perDay, perHour)
  const knots = weather.map(({ raw }) => knotsOf(raw))
  const source = { weather, knots, calendar: past.calendar, perDay, perHour }
  const { linear, rows } = fitLinear(source, scaled)
  const width = gamWidth(groups.length)
  const errors = scaled.map((value, i) => value - applyFit(linear, rows, i * width))
  const memory = fitErrorMemory(errors, past.calendar.offset, perDay, perHour)
  return { perDay, perHour, scale, groups, knots, linear, memory }
}

const weatherOf = (groups: readonly WeatherGroup[], known: Columns, calendar: Past['calendar'], perDay: number, perHour: number) =>
  groups.map((group) => weatherColumn(group, known, calendar.offset, perDay, perHour)) // prettier-ignore

function knotsOf(raw: Float64Array): Float64Array {
  const sorted = sortedKnown(raw)
  const at = (rank: number): number => (sorted.length > 0 ? valueAtShare(sorted, rank) : 0)
  return Float64Array.from(new Set(KNOTS.map(at)).values(), (knot) => knot)
}

/** The penalty that forecasts the last fifth best, then a fit of all rows with it. */
function fitLinear(source: GamSource, scaled: Float64Array): { linear: LinearFit; rows: Float64Array } {
  const width = gamWidth(source.weather.length)
  const rows = new Float64Array(scaled.length * width)
  const equations = emptyEquations(width)
  const held = Math.floor((1 - HELD_SHARE) * scaled.length)
  const add = (from: number, to: number): void => {
    for (let i = from; i < to; i += 1) {
      writeGamRow(source, i, rows, i * width)
      if (!Number.isNaN(scaled[i])) addRow(equations, rows, i * width, scaled[i], 1)
    }
  }
  add(0, held)
  const tried = LAMBDAS.map((lambda) => solveRidge(equations, lambda))
  add(held, scaled.length)
  const best = leastAt(tried.map((fit) => lossOf(fit, rows, width, scaled, held)))
  return { linear: solveRidge(equations, LAMBDAS[best]), rows }
}

function lossOf(fit: LinearFit, rows: Float64Array, width: number, scaled: Float64Array, from: number): number {
  let sum = 0
  for (let i = from; i < scaled.length; i += 1) {
    if (!Number.isNaN(scaled[i])) sum += Math.abs(scaled[i] - applyFit(fit, rows, i * width))
  }
  return sum
}

/** Told of each step of the horizon; `row` is used again. */
type Witness = (step: number, row: Float64Array, correction: number) => void

function predictGam(state: GamState, past: Past, future: Future, witness?: Witness): Float64Array {
  const { perDay, perHour, scale, groups, knots, linear } = state
  const recent = lastSteps(past, CONTEXT_DAYS * perDay)
  const origin = recent.values.length
  const calendar = joinColumns(recent.calendar, future.calendar)
  const known = joinColumns(recent.known, future.known)
  const source = { weather: weatherOf(groups, known, calendar, perDay, perHour), knots, calendar, perDay, perHour }
  const row = new Float64Array(gamWidth(groups.length))
  const raw = (index: number): number => {
    writeGamRow(source, index, row, 0)
    return applyFit(linear, row, 0)
  }
  const first = Math.max(0, origin - MEMORY_DAYS * perDay)
  const errors = recent.values.slice(first).map((value, i) => toScaled(scale, value) - raw(first + i))
  const corrections = recalled(state.memory, errors, calendar.offset.slice(first), future.steps, perDay, perHour)
  return corrections.map((correction, step) => {
    const value = raw(origin + step) + correction
    witness?.(step, row, correction)
    return fromScaled(scale, value)
  })
}

function explainGam(state: GamState, past: Past, future: Future): Explanation {
  const { groups, knots, linear, scale } = state
  const [plain, holiday] = [gamGroups(groups, knots, false), gamGroups(groups, knots, true)]
  const parts = contributionsOf(future.steps)
  const point = predictGam(state, past, future, (step, row, correction) => {
    addTo(parts, BASE, step, baseOf(linear))
    addFeatures(parts, step, linear, row, isHoliday(future.calendar, step) ? holiday : plain)
    addTo(parts, RECENT, step, correction)
  })
  return inUnits(parts, point, (value) => fromScaled(scale, value))
}

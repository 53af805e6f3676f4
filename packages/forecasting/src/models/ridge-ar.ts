import { joinColumns, lastSteps } from '../columns.ts'
import { addTo, CALIBRATION, contributionsOf, inUnits, RECENT } from '../explanation.ts'
import { fillGaps } from '../fill-gaps.ts'
import { type Explanation, type Future, type Model, type Past, stepsPerDay, stepsPerHour } from '../model.ts'
import { addRow, applyFit, emptyEquations, type LinearFit, solveRidge } from '../normal-equations.ts'
import { type PredictionRange, widenedRange } from '../prediction-range.ts'
import { fromScaled, type RobustScale, robustScale, toScaled } from '../robust-scale.ts'
import { feedBack } from './fed-back.ts'
import { fitLevelCorrection, type LevelCorrection } from './level-correction.ts'
import { featureSource, type FeatureSource, firstRow, RIDGE_FEATURES, writeFeatures } from './ridge-features.ts'
import { addRidge, isHoliday } from './ridge-groups.ts'

export interface RidgeState {
  readonly perDay: number
  readonly perHour: number
  readonly scale: RobustScale
  readonly fit: LinearFit
  readonly correction: LevelCorrection
  readonly range: PredictionRange // of predictions, scaled
}

const MINIMUM_DAYS = 14
const LAMBDA = 1 // in rows, on standardised features
const LINE_HOURS = 3 // gaps up to this are filled by a line
const RANGE_MARGIN = 0.3 // share of the seen range that a recursive step may leave it by, else it runs away

/**
 * Ridge autoregression on values of earlier days at the same local time, their means, day and week harmonics and day
 * types, on robustly scaled values. All lags are at least 23 h, so that the first day is direct and the next ones feed
 * on it; the last errors enter by a correction that fades as learned (`level-correction.ts`). Missing targets weigh 0.
 */
export const ridgeAr: Model<RidgeState> = {
  name: 'ridge-ar',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: (past, task) => fitRidge(past, stepsPerDay(task.stepMs), stepsPerHour(task.stepMs)),
  update: (state) => state,
  predict: (state, past, future) => ({ levels: [0.5], values: predictRidge(state, past, future) }),
  explain: explainRidge,
}

function fitRidge(past: Past, perDay: number, perHour: number): RidgeState {
  const scale = robustScale(past.values)
  const scaled = past.values.map((value) => toScaled(scale, value))
  const source = sourceOf(scaled, past, perDay, perHour)
  const first = firstRow(perDay, perHour)
  const rows = new Float64Array(Math.max(0, scaled.length - first) * RIDGE_FEATURES)
  const equations = emptyEquations(RIDGE_FEATURES)
  for (let i = first, at = 0; i < scaled.length; i += 1, at += RIDGE_FEATURES) {
    writeFeatures(source, i, rows, at)
    if (!Number.isNaN(scaled[i])) addRow(equations, rows, at, scaled[i], 1)
  }
  const fit = solveRidge(equations, LAMBDA)
  const errors = scaled.slice(first).map((value, i) => value - applyFit(fit, rows, i * RIDGE_FEATURES))
  const correction = fitLevelCorrection(errors, perDay, perHour)
  return { perDay, perHour, scale, fit, correction, range: widenedRange(scaled, RANGE_MARGIN) }
}

function sourceOf(scaled: Float64Array, past: Past, perDay: number, perHour: number, future?: Future): FeatureSource {
  const filled = fillGaps(scaled, past.calendar.offset, perDay, LINE_HOURS * perHour)
  const calendar = future ? joinColumns(past.calendar, future.calendar) : past.calendar
  return featureSource(filled, calendar, perDay, perHour)
}

/** Days that predictions look back on: lags and means of 8 days, similar days of 10, errors of one day before. */
const CONTEXT_DAYS = 25

/** Told of each step of the horizon; `held` is what bounds of a step add, `row` is used again. */
type Witness = (step: number, row: Float64Array, correction: number, held: number) => void

function predictRidge(state: RidgeState, past: Past, future: Future, witness?: Witness): Float64Array {
  const { perDay, perHour, scale, fit } = state
  const recent = lastSteps(past, CONTEXT_DAYS * perDay)
  const scaled = recent.values.map((value) => toScaled(scale, value))
  const lags = sourceOf(scaled, recent, perDay, perHour, future)
  const row = new Float64Array(RIDGE_FEATURES)
  const predict = (index: number): number => {
    writeFeatures(lags, index, row, 0)
    return applyFit(fit, row, 0)
  }
  const path = feedBack({ ...state, lags, predict }, scaled, future.steps, (step, correction, held) =>
    witness?.(step, row, correction, held),
  )
  return path.map((value) => fromScaled(scale, value))
}

/** More than a day ahead, earlier days are forecasts themselves: their shape and level speak as if they had been seen. */
function explainRidge(state: RidgeState, past: Past, future: Future): Explanation {
  const parts = contributionsOf(future.steps)
  const point = predictRidge(state, past, future, (step, row, correction, held) => {
    addRidge(parts, step, state.fit, row, isHoliday(future.calendar, step))
    addTo(parts, RECENT, step, correction)
    if (held !== 0) addTo(parts, CALIBRATION, step, held)
  })
  return inUnits(parts, point, (value) => fromScaled(state.scale, value))
}

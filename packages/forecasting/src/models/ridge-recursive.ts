import { joinColumns, lastSteps } from '../columns.ts'
import { addTo, BASE, CALIBRATION, type Contributions, contributionsOf, DAILY, HOLIDAY, inUnits, RECENT, WEEKLY } from '../explanation.ts' // prettier-ignore
import { fillGaps } from '../fill-gaps.ts'
import {
  type CalendarColumns,
  type Explanation,
  type Future,
  type Model,
  type Past,
  stepsPerDay,
  stepsPerHour,
} from '../model.ts'
import { sameTimeBefore } from '../local-lag.ts'
import { addRow, applyFit, emptyEquations, type LinearFit, solveRidge } from '../normal-equations.ts'
import { heldWithin, type PredictionRange, widenedRange } from '../prediction-range.ts'
import { fromTransformed, type Transform, transformOf, toTransformed } from '../transform.ts'
import { baseOf, isHoliday } from './ridge-groups.ts'

/** Plain data of a fitted recursive ridge. */
export interface RecursiveState {
  readonly perDay: number
  readonly perHour: number
  readonly lags: readonly number[] // steps
  readonly transform: Transform
  readonly fit: LinearFit
  readonly range: PredictionRange // of predictions, transformed
}

const MINIMUM_DAYS = 10
// In rows, on standardised features: more than this holds the recursion back from the level that it has to follow.
const LAMBDA = 0.03
const LINE_HOURS = 3 // gaps up to this are filled by a line
const RANGE_MARGIN = 0.3 // share of the seen range that a step may leave it by, else the recursion runs away
const DAY_TYPES = 3
const WEEK_DAYS = 7
const LAST_STEPS = 3

/**
 * Ridge autoregression on the last steps and on the same local times of earlier days, a step at a time: each prediction is
 * the next one's last value. On the logarithm where all values are above 0. Missing targets weigh 0.
 * It follows the last hours closely and has few features, so that it does with two weeks of history.
 */
export const ridgeRecursive: Model<RecursiveState> = {
  name: 'ridge-recursive',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: (past, task) => fitRecursive(past, stepsPerDay(task.stepMs), stepsPerHour(task.stepMs)),
  update: (state) => state,
  predict: (state, past, future) => ({ levels: [0.5], values: predictRecursive(state, past, future) }),
  explain: explainRecursive,
}

/** Lags 1 to 3, the days of a week, and the steps beside yesterday and last week; all but the first three by the clock. */
function lagsOf(perDay: number): number[] {
  const days = [1, 2, 3, 4, 5, 6, 7].map((days) => days * perDay)
  const beside = perDay > 6 ? [perDay - 1, perDay + 1, 7 * perDay - 1, 7 * perDay + 1] : []
  return [...new Set([1, 2, 3, ...days, ...beside])].sort((a, b) => a - b)
}

function fitRecursive(past: Past, perDay: number, perHour: number): RecursiveState {
  const lags = lagsOf(perDay)
  const transform = transformOf(past.values)
  const targets = past.values.map((value) => toTransformed(transform, value))
  const filled = fillGaps(targets, past.calendar.offset, perDay, LINE_HOURS * perHour)
  const width = lags.length + DAY_TYPES
  const equations = emptyEquations(width)
  const row = new Float64Array(width)
  for (let i = lags[lags.length - 1]; i < targets.length; i += 1) {
    if (Number.isNaN(targets[i])) continue
    writeRow({ lags, perDay }, filled, past.calendar, i, row)
    addRow(equations, row, 0, targets[i], 1)
  }
  return {
    perDay,
    perHour,
    lags,
    transform,
    fit: solveRidge(equations, LAMBDA),
    range: widenedRange(targets, RANGE_MARGIN),
  }
}

type Reach = Pick<RecursiveState, 'lags' | 'perDay'>

function writeRow(
  { lags, perDay }: Reach,
  filled: Float64Array,
  calendar: CalendarColumns,
  i: number,
  row: Float64Array,
): void {
  let column = 0
  for (const lag of lags) row[column++] = filled[stepBefore(calendar.offset, i, lag, perDay)]
  for (let type = 0; type < DAY_TYPES; type += 1) row[column++] = calendar.dayType[i] === type ? 1 : 0
}

/** The step that a lag reads: in days of 23 and 25 hours, too, the same local time of an earlier day, or the step beside it. */
function stepBefore(offset: Float64Array, i: number, lag: number, perDay: number): number {
  if (lag <= LAST_STEPS) return i - lag
  const days = Math.round(lag / perDay)
  return Math.max(0, sameTimeBefore(offset, i, days, perDay) - (lag - days * perDay))
}

/**
 * Told of each step of the horizon; `readBy` says which step of the horizon a lag reads, negative where it was seen, `held`
 * is what bounds of a step add, `row` is used again.
 */
type Witness = (step: number, row: Float64Array, readBy: (lag: number) => number, held: number) => void

function predictRecursive(state: RecursiveState, past: Past, future: Future, witness?: Witness): Float64Array {
  const { lags, perDay, perHour, transform, fit, range } = state
  const length = 2 * lags[lags.length - 1] // twice, so that gaps in the last week are filled from the one before
  const recent = lastSteps(past, length)
  const transformed = recent.values.map((value) => toTransformed(transform, value))
  const known = fillGaps(transformed, recent.calendar.offset, perDay, LINE_HOURS * perHour)
  const calendar = joinColumns(recent.calendar, future.calendar)
  const origin = known.length
  const path = new Float64Array(known.length + future.steps)
  path.set(known)
  const row = new Float64Array(lags.length + DAY_TYPES)
  for (let step = 0; step < future.steps; step += 1) {
    writeRow(state, path, calendar, origin + step, row)
    const value = applyFit(fit, row, 0)
    path[origin + step] = heldWithin(range, value)
    const readBy = (lag: number): number => stepBefore(calendar.offset, origin + step, lag, perDay) - origin
    witness?.(step, row, readBy, path[origin + step] - value)
  }
  return path.slice(origin).map((value) => fromTransformed(transform, value))
}

/** A prediction that is fed back passes on its own contributions: in the end it is what was seen that speaks. */
function explainRecursive(state: RecursiveState, past: Past, future: Future): Explanation {
  const { fit, lags, perDay, transform } = state
  const parts = contributionsOf(future.steps)
  const point = predictRecursive(state, past, future, (step, row, readBy, held) => {
    addTo(parts, BASE, step, baseOf(fit))
    for (const [i, lag] of lags.entries()) addLag(parts, step, fit, i, row[i], groupOfLag(lag, perDay), readBy(lag))
    const ownType = isHoliday(future.calendar, step) ? HOLIDAY : WEEKLY
    for (let i = lags.length; i < row.length; i += 1) addTo(parts, ownType, step, shareOf(fit, i, row[i]))
    if (held !== 0) addTo(parts, CALIBRATION, step, held)
  })
  return inUnits(parts, point, (value) => fromTransformed(transform, value))
}

const shareOf = ({ coefficients, means }: LinearFit, i: number, value: number): number =>
  coefficients[i] * (value - (means?.[i] ?? 0))

function addLag(
  parts: Contributions,
  step: number,
  fit: LinearFit,
  i: number,
  value: number,
  group: string,
  before: number,
): void {
  if (before < 0) return addTo(parts, group, step, shareOf(fit, i, value))
  addTo(parts, group, step, shareOf(fit, i, baseOf(fit)))
  for (const [name, row] of [...parts.rows]) {
    if (name !== BASE) addTo(parts, name, step, fit.coefficients[i] * row[before])
  }
}

function groupOfLag(lag: number, perDay: number): string {
  if (lag >= WEEK_DAYS * perDay - 1) return perDay === 1 && lag < WEEK_DAYS ? RECENT : WEEKLY
  return lag <= LAST_STEPS || perDay === 1 ? RECENT : DAILY
}

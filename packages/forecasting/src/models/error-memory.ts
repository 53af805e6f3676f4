import { sameTimeBefore } from '../local-lag.ts'
import { addRow, emptyEquations, solveRidge } from '../normal-equations.ts'
import { fitLevelCorrection, type LevelCorrection, levelCorrections } from './level-correction.ts'

/** How much of past errors comes again: of those at the same local time a day and a week before, then of their level. */
export interface ErrorMemory {
  readonly day: number
  readonly week: number
  readonly level: LevelCorrection
}

const WEEK_DAYS = 7
// Errors of neighbouring steps go together, so that rows count for less than they are.
const LAMBDA = 30
/** Days of errors that `recalled` looks back on. */
export const MEMORY_DAYS = 9

/**
 * @param errors actual − prediction per step, NaN where unknown; shape [T]
 * @param offset of local time per step, in steps; shape [T]
 */
export function fitErrorMemory(
  errors: Float64Array,
  offset: Float64Array,
  perDay: number,
  perHour: number,
): ErrorMemory {
  const equations = emptyEquations(2)
  const row = new Float64Array(2)
  for (let i = WEEK_DAYS * perDay; i < errors.length; i += 1) {
    if (Number.isNaN(errors[i])) continue
    row[0] = errorBefore(errors, offset, i, 1, perDay)
    row[1] = errorBefore(errors, offset, i, WEEK_DAYS, perDay)
    addRow(equations, row, 0, errors[i], 1)
  }
  const [day, week] = solveRidge(equations, LAMBDA).coefficients.map((weight) => Math.max(0, weight))
  const left = errors.map((error, i) => error - expected({ day, week }, errors, offset, i, perDay))
  return { day, week, level: fitLevelCorrection(left, perDay, perHour) }
}

/** Error at the same local time some days before; 0 where it is not known. */
function errorBefore(errors: Float64Array, offset: Float64Array, i: number, days: number, perDay: number): number {
  const error = errors[sameTimeBefore(offset, i, days, perDay)]
  return Number.isFinite(error) ? error : 0
}

const expected = (
  { day, week }: Pick<ErrorMemory, 'day' | 'week'>,
  errors: Float64Array,
  offset: Float64Array,
  i: number,
  perDay: number,
): number => day * errorBefore(errors, offset, i, 1, perDay) + week * errorBefore(errors, offset, i, WEEK_DAYS, perDay)

/**
 * What past errors say of the next ones; later days go on from what is said of earlier ones.
 * @param errors of the last days, ending at the origin; NaN where unknown
 * @param offset of their steps and of the horizon
 * @returns shape [steps]
 */
export function recalled(
  memory: ErrorMemory,
  errors: Float64Array,
  offset: Float64Array,
  steps: number,
  perDay: number,
  perHour: number,
): Float64Array {
  const origin = errors.length
  const path = new Float64Array(origin + steps)
  path.set(errors)
  const left = errors.map((error, i) => error - expected(memory, path, offset, i, perDay)).slice(-perDay)
  const level = levelCorrections(memory.level, left, steps, perDay, perHour)
  for (let step = 0; step < steps; step += 1)
    path[origin + step] = expected(memory, path, offset, origin + step, perDay)
  return path.slice(origin).map((value, step) => value + level[step])
}

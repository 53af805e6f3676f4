import { dualBound } from './dual-bound.ts'
import type { SparseModel } from './model.ts'
import type { Solution, SolveOptions } from './solvers/port.ts'

/** The model without on/off decisions: its optimum bounds that of the model from below. */
export const relaxed = (model: SparseModel): SparseModel => ({
  ...model,
  integer: new Uint8Array(model.columns),
  binaries: 0,
})

/** The model with its integers held at the nearest whole numbers of a point. */
export function fixIntegers(model: SparseModel, point: Float64Array): SparseModel {
  const colLower = model.colLower.slice()
  const colUpper = model.colUpper.slice()
  for (const [column, integer] of model.integer.entries())
    if (integer) colLower[column] = colUpper[column] = Math.round(point[column])
  return { ...relaxed(model), colLower, colUpper }
}

/**
 * Whether the decisions of a plan from before still do: two linear models, one with these decisions and one without any, bound
 * the cost from both sides. Where they lie within the asked gap no search is needed.
 * @param start  values of every integer column, by column
 * @param run    solves a linear model
 * @returns the plan with its bound; undefined where a search has to find a better one, or must prove this one
 */
export function provenStart(
  model: SparseModel,
  start: NonNullable<SolveOptions['start']>,
  asked: Pick<SolveOptions, 'relativeGap' | 'absoluteGap'>,
  run: (model: SparseModel) => Solution,
): Solution | undefined {
  const values = new Map(Array.from(start.indices, (column, k) => [column, start.values[k]]))
  if (model.integer.some((integer, column) => integer === 1 && !values.has(column))) return undefined
  const free = run(relaxed(model))
  const bound = free.rowDuals && dualBound(relaxed(model), free.rowDuals)
  if (bound === null || free.outcome !== 'solved') return undefined
  const point = Float64Array.from({ length: model.columns }, (_, column) => values.get(column) ?? 0)
  const held = run(fixIntegers(model, point))
  if (held.outcome !== 'solved' || held.objective === null) return undefined
  const distance = held.objective - bound
  const isNear = distance <= Math.max(asked.absoluteGap, asked.relativeGap * Math.abs(held.objective))
  return isNear ? { ...held, rowDuals: null, bound } : undefined
}

import type { SparseModel } from './model.ts'

const NOISE = 1e-9 // a reduced cost this small, relative to the largest cost, against an open bound counts as zero

/**
 * A lower bound of a linear model's objective that follows from row duals alone, whatever solver they came from:
 * Σ y·(row bound) + Σ min over x of (c − Aᵀy)·x + constants.
 * @param rowDuals ∂objective/∂right side, shape [rows]; any numbers give a valid bound, good ones a tight one
 * @returns the bound, or null when the duals prove nothing
 */
export function dualBound(model: SparseModel, rowDuals: Float64Array): number | null {
  const largest = model.cost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0)
  const noise = NOISE * Math.max(largest, 1e-6)
  const least = (slope: number, lower: number, upper: number): number => {
    const end = slope > 0 ? lower : upper
    return Number.isFinite(end) ? slope * end : Math.abs(slope) <= noise ? 0 : -Infinity
  }
  let bound = model.constants.reduce((sum, { amount }) => sum + amount, 0)
  for (const [row, dual] of rowDuals.entries()) bound += least(dual, model.rowLower[row], model.rowUpper[row])
  for (let column = 0; column < model.columns; column++) {
    let reduced = model.cost[column]
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++)
      reduced -= rowDuals[model.indices[k]] * model.values[k]
    bound += least(reduced, model.colLower[column], model.colUpper[column])
  }
  return Number.isFinite(bound) ? bound : null
}

import type { SparseModel } from '../model.ts'

const LARGEST_COST = 4096 // so that the solver's absolute tolerances lie far below one thousandth of the largest cost
const MOST_DOUBLINGS = 60 // costs that would need more are nothing beside any real one

/**
 * The power of two that brings the largest cost to between 2048 and 4096. Multiplying by it is exact, and so is undoing it.
 * @returns 1 when nothing costs anything
 */
export function costScale(model: SparseModel): number {
  let largest = 0
  for (const cost of model.cost) largest = Math.max(largest, Math.abs(cost))
  return largest === 0 ? 1 : 2 ** Math.min(MOST_DOUBLINGS, Math.floor(Math.log2(LARGEST_COST / largest)))
}

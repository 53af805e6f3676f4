import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { rounded } from './cost-lines.ts'
import type { Plan } from './publish.ts'

export interface AskedGap {
  readonly relative: number
  readonly absolute: number
}
const PROVEN = 1e-6 // a relative gap this small is called optimal
const NOISE = 1e-9 // of the money turned over: arithmetic, not a gap

/** The gap that was asked for; defaults of the contract. */
export const askedGap = (solver: OptimizeRequest['solver']): AskedGap => ({
  relative: solver?.relativeGap ?? 1e-4,
  absolute: solver?.absoluteGap ?? 0.01,
})

/** Distance between what was minimised and its proven bound; null when there is no bound, or nothing to divide by. */
export function gapOf(plan: Plan, objective: number, bound: number | null): OptimizeResult['gap'] {
  if (bound === null) return { relative: null, absolute: null }
  const distance = Math.max(0, objective - bound)
  const absolute = distance <= NOISE * Math.max(1, turnoverOf(plan)) ? 0 : rounded(distance)
  if (absolute === 0) return { relative: 0, absolute }
  return { relative: objective === 0 ? null : rounded(absolute / Math.abs(objective)), absolute }
}

/** What the gap proves, never what a solver calls it. */
export function statusOf(gap: OptimizeResult['gap'], asked: AskedGap, bends: boolean): OptimizeResult['status'] {
  if (bends) return 'relaxed'
  if (gap.relative !== null && gap.relative <= PROVEN) return 'optimal'
  const near = gap.relative !== null && gap.relative <= asked.relative
  return near || (gap.absolute !== null && gap.absolute <= asked.absolute) ? 'within_gap' : 'time_limited'
}

const turnoverOf = ({ costs }: Plan): number => costs.reduce((sum, { amount }) => sum + Math.abs(amount), 0)

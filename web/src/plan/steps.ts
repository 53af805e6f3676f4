import type { OptimizeResult } from '@omarino/contracts'

type Explanation = OptimizeResult['explanations'][number]

/** The sentences that speak of a step; all of them when none is chosen. */
export const explaining = (explanations: readonly Explanation[], step: number | undefined): readonly Explanation[] =>
  step === undefined
    ? explanations
    : explanations.filter(({ steps }) => steps.some(([from, to]) => step >= from && step < to))

/** Sums of the cost lines by line, largest first, as the table shows them. */
export function costRows(costs: OptimizeResult['costs']): readonly OptimizeResult['costs'][number][] {
  return [...costs].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
}

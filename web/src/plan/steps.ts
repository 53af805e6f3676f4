import type { OptimizeResult } from '@omarino/contracts'

type Explanation = OptimizeResult['explanations'][number]
type Binding = NonNullable<OptimizeResult['binding']>[number]
type Spanned = { readonly steps: readonly (readonly [number, number])[] }

/** What speaks of a step; all of it when none is chosen. */
export const explaining = <T extends Spanned>(reasons: readonly T[], step: number | undefined): readonly T[] =>
  step === undefined ? reasons : reasons.filter(({ steps }) => steps.some(([from, to]) => step >= from && step < to))

/** Sentences by asset, both in the order of the engine. */
export function byAsset(explanations: readonly Explanation[]): readonly (readonly [string, readonly Explanation[]])[] {
  const groups = new Map<string, Explanation[]>()
  for (const one of explanations) groups.set(one.assetId, [...(groups.get(one.assetId) ?? []), one])
  return [...groups]
}

const SEEN_PER_KWH = 0.0005 // less is told as nothing

/** Limits that cost money, the dearest first: the shadow price counts as often as there are steps. */
export function dearest(binding: readonly Binding[]): readonly Binding[] {
  const worth = ({ shadowPrice, steps }: Binding): number =>
    shadowPrice * steps.reduce((sum, [from, to]) => sum + to - from, 0)
  return binding.filter(({ shadowPrice }) => shadowPrice >= SEEN_PER_KWH).sort((a, b) => worth(b) - worth(a))
}

/** Sums of the cost lines by line, largest first, as the table shows them. */
export function costRows(costs: OptimizeResult['costs']): readonly OptimizeResult['costs'][number][] {
  return [...costs].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
}

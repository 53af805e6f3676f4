import type { AssetBlock, DeclareContext } from '../assets/declare.ts'
import { assetsOf, type Plant } from '../plant/plant.ts'

/** Block j after block i, for every start s of j: Σ_{s' ≤ s} x_{j,s'} ≤ Σ x_{i,s'} over the starts of i that end, gap included, by τ_s. */
export function declareSequences(plant: Plant, blocks: readonly AssetBlock[], { builder }: DeclareContext): void {
  for (const block of assetsOf(plant, 'deferrable')) {
    if (block.mode !== 'block' || block.after === undefined) continue
    const { asset: other, gapMs } = block.after
    const first = plant.assets[other]
    if (first.type !== 'deferrable' || first.mode !== 'block') continue
    const [mine, theirs] = [block.index, other].map((index) => blocks[index].starts ?? [])
    for (const [s, { startMs, step }] of block.starts.entries()) {
      if (step < 0) continue
      const row = builder.row({ asset: block.index, kind: 'order', step, lower: -Infinity, upper: 0 })
      for (const column of mine.slice(0, s + 1)) builder.entry(row, column, 1)
      for (const [k, { endMs }] of first.starts.entries())
        if (endMs + gapMs <= startMs) builder.entry(row, theirs[k], -1)
    }
  }
}

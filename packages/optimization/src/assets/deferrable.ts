import type { BlockPlant, DeferrablePlant } from '../plant/deferrable.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareInterruptible } from './interruptible.ts'

export const declareDeferrable = (load: DeferrablePlant, context: DeclareContext): AssetBlock =>
  load.mode === 'block' ? declareBlock(load, context) : declareInterruptible(load, context)

/** x_s ∈ {0, 1}, Σ x_s + skip = 1, power Σ_s x_s a_{s,t}; skip at its cost, without one only where limits bend (tier 3). */
function declareBlock(block: BlockPlant, context: DeclareContext): AssetBlock {
  const { builder, axis } = context
  const { starts, skipCost, index: asset } = block
  if (skipCost !== undefined) builder.constant(asset, 'skip', 0)
  const columns = starts.map(({ step, from, kw }) => {
    const bounds = step < 0 ? { lower: 1, upper: 1 } : { lower: 0, upper: 1, integer: true }
    const column = builder.column({ asset, kind: 'start', step: Math.max(step, 0), ...bounds })
    for (const [k, power] of kw.entries()) context.supply(block.node, from + k, column, -power)
    return column
  })
  if (!block.isLater) declareOnce(block, context, columns)
  return {
    starts: columns,
    integersOf: ({ startUp }) =>
      starts.flatMap(({ step }, k) => (step < 0 ? [] : [[columns[k], startUp[step]] as const])),
    publish: (x) => {
      const powerKw = new Float64Array(axis.steps)
      const on = new Float64Array(axis.steps)
      const startUp = new Float64Array(axis.steps)
      for (const [s, { step, from, kw }] of starts.entries()) {
        const chosen = Math.round(x[columns[s]])
        for (const [k, power] of kw.entries()) {
          powerKw[from + k] += power * chosen
          on[from + k] += chosen
        }
        if (step >= 0) startUp[step] = chosen
      }
      return { powerKw, on, startUp }
    },
  }
}

function declareOnce(block: BlockPlant, context: DeclareContext, columns: readonly number[]): void {
  const { builder } = context
  const { skipCost, index: asset } = block
  const once = builder.row({ asset, kind: 'start', step: 0, lower: 1, upper: 1 })
  for (const column of columns) builder.entry(once, column, 1)
  const tag = { asset, kind: 'skip', step: 0, lower: 0, upper: 1 } as const
  if (skipCost !== undefined) builder.entry(once, builder.column({ ...tag, cost: skipCost, line: 'skip' }), 1)
  else if (context.elastic && !block.hard.includes('latestEnd')) {
    const skip = builder.column(tag)
    builder.entry(once, skip, 1)
    context.slack(3, skip, Math.max(block.energyKwh, 1e-3))
  }
}

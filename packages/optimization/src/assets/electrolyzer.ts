import { madeKg } from '../hydrogen.ts'
import type { ElectrolyzerPlant } from '../plant/electrolyzer.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareSwitched } from './switched.ts'

/**
 * p = Σδ_k, δ_k ≤ size_k, Σδ_k·h/κ_k kg at the price of hydrogen; κ rises with k, so that production is concave and the
 * segments fill in order. With a minimum or rules P̲·o ≤ p ≤ P̄·o, o binary. By each target G ≥ kg − z, z in tier 3; a minimum
 * time on may bend (tier 1).
 */
export function declareElectrolyzer(electrolyzer: ElectrolyzerPlant, context: DeclareContext): AssetBlock {
  const { steps, stepHours } = context.axis
  const { minPowerKw, maxPowerKw, rules, hard } = electrolyzer
  const power = context.block(electrolyzer, { kind: 'power', lower: 0, upper: maxPowerKw })
  for (let t = 0; t < steps; t++) context.supply(electrolyzer.node, t, power + t, -1)
  declareTargets(electrolyzer, declareSegments(electrolyzer, power, context), context)
  const { integersOf, stepsOf } = declareSwitched(electrolyzer, context, {
    first: power,
    minKw: minPowerKw,
    maxKw: maxPowerKw.reduce((most, kw) => Math.max(most, kw), 0),
    rules,
    bendKw: hard.includes('minOnHours') ? 0 : Math.max(minPowerKw, 1),
  })
  return {
    columns: { power },
    integersOf,
    publish: (x) => {
      const powerKw = x.slice(power, power + steps)
      return { powerKw, ...stepsOf(x, powerKw), hydrogenKg: madeKg(electrolyzer, powerKw, stepHours) }
    },
  }
}

/** First column of each segment. */
function declareSegments(electrolyzer: ElectrolyzerPlant, power: number, context: DeclareContext): number[] {
  const { index, loadSegments, hydrogenPricePerKg } = electrolyzer
  const { builder, axis } = context
  const segments = loadSegments.map(({ sizeKw, kwhPerKg }) =>
    context.block(electrolyzer, {
      kind: 'segment',
      lower: 0,
      upper: sizeKw,
      line: 'hydrogen',
      cost: (t) => (-hydrogenPricePerKg[t] * axis.stepHours[t]) / kwhPerKg,
    }),
  )
  for (let t = 0; t < axis.steps; t++) {
    const sum = builder.row({ asset: index, kind: 'power', step: t, lower: 0, upper: 0 })
    builder.entry(sum, power + t, 1)
    for (const first of segments) builder.entry(sum, first + t, -1)
  }
  return segments
}

/** G_j − G_{j−1} = kg made between the two instants; a step that an instant divides counts by its share. */
function declareTargets(
  { index, loadSegments, targets, hard }: ElectrolyzerPlant,
  segments: readonly number[],
  { builder, axis, elastic, slack }: DeclareContext,
): void {
  const bends = elastic && !hard.includes('targets')
  let before: { column: number; step: number; share: number } | undefined
  for (const { step, share, kg } of targets) {
    const column = builder.column({ asset: index, kind: 'hydrogen', step, lower: bends ? 0 : kg, upper: Infinity })
    const made = builder.row({ asset: index, kind: 'hydrogen', step, lower: 0, upper: 0 })
    builder.entry(made, column, 1)
    if (before) builder.entry(made, before.column, -1)
    for (let t = before?.step ?? 0; t <= step; t++) {
      const part = (t === step ? share : 1) - (t === before?.step ? before.share : 0)
      for (const [k, first] of segments.entries())
        builder.entry(made, first + t, (-part * axis.stepHours[t]) / loadSegments[k].kwhPerKg)
    }
    before = { column, step, share }
    if (!bends) continue
    const missing = builder.column({ asset: index, kind: 'target', step, lower: 0, upper: kg })
    const row = builder.row({ asset: index, kind: 'target', step, lower: kg, upper: Infinity })
    builder.entry(row, column, 1)
    builder.entry(row, missing, 1)
    slack(3, missing, 1)
  }
}

import type { RenewablePlant } from '../plant/renewable.ts'
import { declareGivingWay } from './against-the-grain.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'

/** u ≤ A if curtailable, at a cost for A − u; else u = A, and only where limits may bend a spill or what it consumes (tier 1). */
export function declareRenewable(asset: RenewablePlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const { availableKw, curtailable, curtailCostPerKwh } = asset
  const price = curtailCostPerKwh ?? 0
  const used = context.block(asset, {
    kind: 'generation',
    lower: curtailable ? availableKw.map((kw) => Math.min(kw, 0)) : availableKw,
    upper: availableKw,
    ...(curtailCostPerKwh === undefined ? {} : { line: 'curtailment', cost: (t: number) => -price * stepHours[t] }),
  })
  const free = availableKw.reduce((sum, kw, t) => sum + price * kw * stepHours[t], 0)
  if (price > 0) context.builder.constant(asset.index, 'curtailment', free)
  for (let t = 0; t < steps; t++) context.supply(asset.node, t, used + t, 1)
  const isFirm = !context.elastic || asset.hard.includes('availableKw')
  const spill = isFirm || curtailable ? undefined : declareSpill(asset, context)
  const rested = isFirm ? undefined : declareGivingWay(asset, availableKw, 1, context)
  return {
    publish: (x) => {
      const at = (first: number | undefined, t: number): number => (first === undefined ? 0 : x[first + t])
      const powerKw = availableKw.map((_, t) => x[used + t] - at(spill, t) + at(rested, t))
      return { powerKw, curtailedKw: availableKw.map((kw, t) => kw - powerKw[t]) }
    },
  }
}

function declareSpill(asset: RenewablePlant, context: DeclareContext): number {
  const upper = asset.availableKw.map((kw) => Math.max(kw, 0))
  const { stepHours } = context.axis
  const price = asset.curtailCostPerKwh
  const spill = context.block(asset, {
    kind: 'spill',
    lower: 0,
    upper,
    ...(price === undefined ? {} : { line: 'curtailment', cost: (t: number) => price * stepHours[t] }),
  })
  for (const [t, hours] of stepHours.entries()) {
    context.supply(asset.node, t, spill + t, -1)
    context.slack(1, spill + t, hours)
  }
  return spill
}

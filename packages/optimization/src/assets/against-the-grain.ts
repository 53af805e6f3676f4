import type { AssetPlant } from '../plant/plant.ts'
import type { DeclareContext } from './declare.ts'

/**
 * Where limits may bend: what an asset does against its kind gives way too (tier 1), a load that feeds in or a plant that
 * consumes by night.
 * @param ofKw  what it does, kW; shape [T]; only what lies below zero may give way
 * @param sign  +1 where giving way delivers to the node, −1 where it consumes
 * @returns the first of T columns; undefined where nothing lies below zero
 */
export function declareGivingWay(
  asset: AssetPlant,
  ofKw: Float64Array,
  sign: 1 | -1,
  context: DeclareContext,
): number | undefined {
  if (!context.elastic || !ofKw.some((kw) => kw < 0)) return undefined
  const kind = sign === 1 ? 'shed' : 'spill'
  const first = context.block(asset, { kind, lower: 0, upper: ofKw.map((kw) => Math.max(-kw, 0)) })
  for (const [t, hours] of context.axis.stepHours.entries()) {
    context.supply(asset.node, t, first + t, sign)
    context.slack(1, first + t, hours)
  }
  return first
}

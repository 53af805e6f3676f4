import type { LoadPlant } from '../plant/load.ts'
import { declareGivingWay } from './against-the-grain.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'

/**
 * Fixed consumption, the right side of the balance; what is shed costs its price, without one it is shed only where limits
 * may bend (tier 1), and so is what a load feeds in.
 */
export function declareLoad(load: LoadPlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const { powerKw, shedCostPerKwh } = load
  for (const [t, kw] of powerKw.entries()) context.draw(load.node, t, kw)
  const unpriced = shedCostPerKwh === undefined
  const isFirm = !context.elastic || load.hard.includes('powerKw')
  if (unpriced && isFirm) return { publish: () => ({ powerKw }) }
  const shed = context.block(load, {
    kind: 'shed',
    lower: 0,
    upper: powerKw.map((kw) => Math.max(kw, 0)),
    ...(unpriced ? {} : { line: 'shed', cost: (t: number) => shedCostPerKwh * stepHours[t] }),
  })
  for (let t = 0; t < steps; t++) {
    context.supply(load.node, t, shed + t, 1)
    if (unpriced) context.slack(1, shed + t, stepHours[t])
  }
  const held = isFirm ? undefined : declareGivingWay(load, powerKw, -1, context)
  return {
    publish: (x) => {
      const shedKw = powerKw.map((_, t) => x[shed + t] - (held === undefined ? 0 : x[held + t]))
      return { powerKw: powerKw.map((kw, t) => kw - shedKw[t]), shedKw }
    },
  }
}

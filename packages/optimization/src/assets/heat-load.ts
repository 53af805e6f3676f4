import type { HeatLoadPlant } from '../plant/heat-load.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'

/** Fixed demand of a heat node; unserved heat only where limits may bend (tier 1). */
export function declareHeatLoad(load: HeatLoadPlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const { powerKw, heatNode } = load
  for (const [t, kw] of powerKw.entries()) context.draw(heatNode, t, kw)
  if (!context.elastic || load.hard.includes('powerKw')) return { publish: () => ({ powerKw }) }
  const shed = context.block(load, { kind: 'shed', lower: 0, upper: powerKw })
  for (let t = 0; t < steps; t++) {
    context.supply(heatNode, t, shed + t, 1)
    context.slack(1, shed + t, stepHours[t])
  }
  return {
    publish: (x) => {
      const shedKw = x.slice(shed, shed + steps)
      return { powerKw: powerKw.map((kw, t) => kw - shedKw[t]), shedKw }
    },
  }
}

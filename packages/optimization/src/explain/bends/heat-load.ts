import type { Columns } from '../../assets/declare.ts'
import type { HeatLoadPlant } from '../../plant/heat-load.ts'
import type { Plant } from '../../plant/plant.ts'
import { most, relaxationsOf, spans, sumKwh, type Relaxation } from './bend.ts'

/** Heat that is not served (tier 1). */
export function bentHeatLoad(load: HeatLoadPlant, plant: Plant, columns: Columns): Relaxation[] {
  if (!('shedKw' in columns)) return []
  const { shedKw } = columns
  const node = plant.nodes[load.heatNode].name
  return relaxationsOf(load, {
    kind: 'supply',
    tier: 1,
    missing: shedKw,
    scale: most(load.powerKw),
    amount: () => sumKwh(plant, shedKw),
    text: (ranges, amount) =>
      `heat load "${load.id}" cannot be served in full ${spans(plant, ranges)}: ${amount} of heat missing, at most ${most(shedKw).toFixed(1)} kW`,
    remedies: () => [`make ${most(shedKw).toFixed(1)} kW more heat at node "${node}"`],
  })
}

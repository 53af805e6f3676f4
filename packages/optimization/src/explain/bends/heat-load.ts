import type { Columns } from '../../assets/declare.ts'
import type { HeatLoadPlant } from '../../plant/heat-load.ts'
import type { Plant } from '../../plant/plant.ts'
import { bentFlow, type Relaxation } from './bend.ts'

/** Heat that is not served (tier 1). */
export function bentHeatLoad(load: HeatLoadPlant, plant: Plant, columns: Columns): Relaxation[] {
  if (!('shedKw' in columns)) return []
  return bentFlow(load, plant, {
    kind: 'supply',
    kw: columns.shedKw,
    ofKw: load.powerKw,
    says: `heat load "${load.id}" cannot be served in full`,
    fault: 'of heat missing',
    remedies: (mostKw) => [`make ${mostKw.toFixed(1)} kW more heat at node "${plant.nodes[load.heatNode].name}"`],
  })
}

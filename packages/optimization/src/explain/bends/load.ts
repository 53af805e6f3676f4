import type { Columns } from '../../assets/declare.ts'
import type { LoadPlant } from '../../plant/load.ts'
import type { Plant } from '../../plant/plant.ts'
import { bentFlow, widen, type Relaxation } from './bend.ts'

/** Load that is not served although nobody put a price on shedding it (tier 1). */
export function bentLoad(load: LoadPlant, plant: Plant, columns: Columns): Relaxation[] {
  if (load.shedCostPerKwh !== undefined || !('shedKw' in columns)) return []
  return bentFlow(load, plant, {
    kind: 'supply',
    kw: columns.shedKw,
    ofKw: load.powerKw,
    says: `load "${load.id}" cannot be served in full`,
    fault: 'missing',
    remedies: (mostKw) => widen(plant, load, 'import', mostKw),
  })
}

import type { Columns } from '../../assets/declare.ts'
import type { LoadPlant } from '../../plant/load.ts'
import type { Plant } from '../../plant/plant.ts'
import { most, relaxationsOf, spans, sumKwh, widen, type Relaxation } from './bend.ts'

/** Load that is not served although nobody put a price on shedding it (tier 1). */
export function bentLoad(load: LoadPlant, plant: Plant, columns: Columns): Relaxation[] {
  if (load.shedCostPerKwh !== undefined || !('shedKw' in columns)) return []
  const { shedKw } = columns
  return relaxationsOf(load, {
    kind: 'supply',
    tier: 1,
    missing: shedKw,
    scale: most(load.powerKw),
    amount: () => sumKwh(plant, shedKw),
    text: (ranges, amount) =>
      `load "${load.id}" cannot be served in full ${spans(plant, ranges)}: ${amount} missing, at most ${most(shedKw).toFixed(1)} kW`,
    remedies: () => widen(plant, load, 'import', most(shedKw)),
  })
}

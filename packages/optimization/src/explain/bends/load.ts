import type { Columns } from '../../assets/declare.ts'
import type { LoadPlant } from '../../plant/load.ts'
import type { Plant } from '../../plant/plant.ts'
import { bentFlow, widen, type Relaxation } from './bend.ts'

/** Load that is not served although nobody put a price on shedding it, and what it feeds in (tier 1). */
export function bentLoad(load: LoadPlant, plant: Plant, columns: Columns): Relaxation[] {
  if (!('shedKw' in columns)) return []
  return [...unserved(load, plant, columns.shedKw), ...withoutWayOut(load, plant, columns.shedKw)]
}

/** What a load feeds in although it finds no way out. */
const withoutWayOut = (load: LoadPlant, plant: Plant, shedKw: Float64Array): Relaxation[] =>
  bentFlow(load, plant, {
    kind: 'feedIn',
    kw: shedKw.map((kw) => Math.max(-kw, 0)),
    ofKw: load.powerKw,
    says: `load "${load.id}" feeds in what finds no way out`,
    fault: 'too much',
    remedies: (mostKw) => widen(plant, load, 'export', mostKw),
  })

function unserved(load: LoadPlant, plant: Plant, shedKw: Float64Array): Relaxation[] {
  if (load.shedCostPerKwh !== undefined) return []
  return bentFlow(load, plant, {
    kind: 'supply',
    kw: shedKw,
    ofKw: load.powerKw,
    says: `load "${load.id}" cannot be served in full`,
    fault: 'missing',
    remedies: (mostKw) => widen(plant, load, 'import', mostKw),
  })
}

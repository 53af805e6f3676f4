import type { Columns } from '../../assets/declare.ts'
import type { Plant } from '../../plant/plant.ts'
import type { RenewablePlant } from '../../plant/renewable.ts'
import { bentFlow, widen, type Relaxation } from './bend.ts'

/** Generation that is spilled although it must not be curtailed (tier 1). */
export function bentRenewable(source: RenewablePlant, plant: Plant, { curtailedKw }: Columns): Relaxation[] {
  if (source.curtailable) return []
  return bentFlow(source, plant, {
    kind: 'curtailment',
    kw: curtailedKw,
    ofKw: source.availableKw,
    says: `${source.type} "${source.id}" cannot be curtailed but finds no way out`,
    fault: 'too much',
    remedies: (mostKw) => [...widen(plant, source, 'export', mostKw), `make "${source.id}" curtailable`],
  })
}

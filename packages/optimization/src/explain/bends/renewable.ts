import type { Columns } from '../../assets/declare.ts'
import type { Plant } from '../../plant/plant.ts'
import type { RenewablePlant } from '../../plant/renewable.ts'
import { bentFlow, widen, type Relaxation } from './bend.ts'

/** Generation that is spilled although it must not be curtailed, and consumption of its own that is not served (tier 1). */
export const bentRenewable = (source: RenewablePlant, plant: Plant, { curtailedKw }: Columns): Relaxation[] => [
  ...spilled(source, plant, curtailedKw),
  ...bentFlow(source, plant, {
    kind: 'standby',
    kw: curtailedKw.map((kw) => Math.max(-kw, 0)),
    ofKw: source.availableKw,
    says: `what ${source.type} "${source.id}" consumes itself cannot be served`,
    fault: 'missing',
    remedies: (mostKw) => widen(plant, source, 'import', mostKw),
  }),
]

function spilled(source: RenewablePlant, plant: Plant, curtailedKw: Float64Array): Relaxation[] {
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

import type { Columns } from '../../assets/declare.ts'
import type { Plant } from '../../plant/plant.ts'
import type { RenewablePlant } from '../../plant/renewable.ts'
import { most, relaxationsOf, spans, sumKwh, widen, type Relaxation } from './bend.ts'

/** Generation that is spilled although it must not be curtailed (tier 1). */
export function bentRenewable(source: RenewablePlant, plant: Plant, { curtailedKw }: Columns): Relaxation[] {
  if (source.curtailable) return []
  return relaxationsOf(source, {
    kind: 'curtailment',
    tier: 1,
    missing: curtailedKw,
    scale: most(source.availableKw),
    amount: () => sumKwh(plant, curtailedKw),
    text: (ranges, amount) =>
      `${source.type} "${source.id}" cannot be curtailed but finds no way out ${spans(plant, ranges)}: ${amount} too much, at most ${most(curtailedKw).toFixed(1)} kW`,
    remedies: () => [...widen(plant, source, 'export', most(curtailedKw)), `make "${source.id}" curtailable`],
  })
}

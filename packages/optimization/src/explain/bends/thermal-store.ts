import type { Columns } from '../../assets/declare.ts'
import type { Plant } from '../../plant/plant.ts'
import type { ThermalStorePlant } from '../../plant/thermal-store.ts'
import { most, relaxationsOf, spans, type Relaxation } from './bend.ts'

/** Less heat in store than must be kept (tier 2). */
export function bentThermalStore(store: ThermalStorePlant, plant: Plant, { storedKwh }: Columns): Relaxation[] {
  const missing = storedKwh.map((kwh) => store.minKwh - kwh)
  return relaxationsOf(store, {
    kind: 'minKwh',
    tier: 2,
    missing,
    scale: store.capacityKwh,
    amount: () => most(missing),
    text: (ranges, amount) =>
      `store "${store.id}" holds less than its ${store.minKwh.toFixed(1)} kWh ${spans(plant, ranges)}, by at most ${amount}`,
    remedies: () => [],
  })
}

import type { Columns } from '../../assets/declare.ts'
import type { Plant } from '../../plant/plant.ts'
import type { ThermalStorePlant } from '../../plant/thermal-store.ts'
import { bentFill, type Relaxation } from './bend.ts'

/** Less heat in store than must be kept (tier 2). */
export function bentThermalStore(store: ThermalStorePlant, plant: Plant, { storedKwh }: Columns): Relaxation[] {
  return bentFill(store, plant, {
    kind: 'minKwh',
    missing: storedKwh.map((kwh) => store.minKwh - kwh),
    capacityKwh: store.capacityKwh,
    says: `store "${store.id}" holds less than its ${store.minKwh.toFixed(1)} kWh`,
  })
}

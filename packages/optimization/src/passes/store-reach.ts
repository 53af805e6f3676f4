import type { ThermalStorePlant } from '../plant/thermal-store.ts'

/** Heat at each step's end when the store does nothing, kWh; shape [T]. */
export function idleHeatKwh(store: ThermalStorePlant): Float64Array {
  let kwh = store.startKwh
  return store.retention.map((share) => (kwh *= share))
}

const TOLERANCE_KWH = 1e-9 // below what is published

/** Whether ratings alone let a store keep its minimum: the highest energy that it can have, O(T). */
export function canKeepMinimum(store: ThermalStorePlant, stepHours: Float64Array): boolean {
  let high = store.startKwh
  for (const [t, hours] of stepHours.entries()) {
    high = store.retention[t] * high + store.chargeEfficiency * store.maxChargeKw * hours
    high = Math.min(store.capacityKwh, high)
    if (high < store.minKwh - TOLERANCE_KWH) return false
  }
  return true
}

import type { Columns } from '../assets/declare.ts'
import type { BatteryPlant } from '../plant/battery.ts'
import { energyLine, type Lines } from './line.ts'

export function batteryCosts(battery: BatteryPlant, columns: Columns, stepHours: Float64Array): Lines {
  const { dischargeKw, soc } = columns
  const wear: Lines = battery.wearSegments
    ? [['wear', wearByDepth(battery, columns, stepHours)]]
    : energyLine('wear', battery.wearCostPerKwh, dischargeKw, stepHours)
  if (!battery.endValue) return wear
  const endKwh = soc[soc.length - 1] * battery.capacityKwh
  return [...wear, ['endValue', storedValue(battery, battery.startKwh) - storedValue(battery, endKwh)]]
}

/** Worth of stored energy above the last step's lower limit; below it, negative at the price of the first segment. */
function storedValue(battery: BatteryPlant, kwh: number): number {
  const segments = battery.endValue ?? []
  let openKwh = kwh - battery.minKwh[battery.minKwh.length - 1]
  if (openKwh < 0) return openKwh * segments[0].pricePerKwh
  let value = 0
  for (const { sizeKwh, pricePerKwh } of segments) {
    value += Math.min(openKwh, sizeKwh) * pricePerKwh
    openKwh = Math.max(0, openKwh - sizeKwh)
  }
  return value
}

/**
 * Wear where it grows with depth: energy enters the shallowest slice that has room and leaves the shallowest that holds
 * any, so that a shallow cycle touches shallow slices alone. What is stored at the start lies deepest.
 */
export function wearByDepth(battery: BatteryPlant, columns: Columns, stepHours: Float64Array): number {
  const { chargeKw, dischargeKw } = columns
  const { wearSegments: segments = [], retention, chargeEfficiency, dischargeEfficiency } = battery
  const emptyKwh = segments.map(({ sizeKwh }) => sizeKwh)
  for (let k = segments.length - 1, left = battery.startKwh; k >= 0; k--) {
    const kept = Math.min(left, segments[k].sizeKwh)
    emptyKwh[k] -= kept
    left -= kept
  }
  let cost = 0
  for (const [t, hours] of stepHours.entries()) {
    let inKwh = chargeKw[t] * chargeEfficiency * hours
    let outKwh = (dischargeKw[t] * hours) / dischargeEfficiency
    for (const [k, { sizeKwh, costPerKwh }] of segments.entries()) {
      const deepest = k === segments.length - 1
      const heldKwh = (sizeKwh - emptyKwh[k]) * retention[t]
      const put = deepest ? inKwh : Math.min(inKwh, sizeKwh - heldKwh)
      const taken = deepest ? outKwh : Math.min(outKwh, heldKwh + put)
      emptyKwh[k] = sizeKwh - heldKwh - put + taken
      inKwh -= put
      outKwh -= taken
      cost += costPerKwh * taken * dischargeEfficiency // told per kWh at the terminals
    }
  }
  return cost
}

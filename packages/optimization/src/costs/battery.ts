import type { Columns } from '../assets/declare.ts'
import type { BatteryPlant } from '../plant/battery.ts'
import { energyLine, type Lines } from './line.ts'

export function batteryCosts(battery: BatteryPlant, { dischargeKw, soc }: Columns, stepHours: Float64Array): Lines {
  const wear = energyLine('wear', battery.wearCostPerKwh, dischargeKw, stepHours)
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

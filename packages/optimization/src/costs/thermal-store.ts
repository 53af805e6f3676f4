import type { Columns } from '../assets/declare.ts'
import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { Lines } from './line.ts'

/** Worth of the heat that the horizon takes out of the store. */
export function thermalStoreCosts({ endValuePerKwh, startKwh }: ThermalStorePlant, { storedKwh }: Columns): Lines {
  if (endValuePerKwh === undefined) return []
  return [['endValue', endValuePerKwh * (startKwh - storedKwh[storedKwh.length - 1])]]
}

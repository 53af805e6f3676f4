import type { BatteryPlant } from '../plant/battery.ts'
import { byType, type ByType, type Plant } from '../plant/plant.ts'
import { canKeepSessions } from './session-reach.ts'
import { canMakeTargets } from './target-reach.ts'
import { canRun } from './window-reach.ts'
import { canKeepMinimum } from './store-reach.ts'

/** Energy at each step's end when the battery does nothing, kWh; shape [T]. */
export function idleEnergyKwh(battery: BatteryPlant): Float64Array {
  let kwh = battery.startKwh
  return battery.retention.map((share) => (kwh *= share))
}

/**
 * Whether ratings alone let every battery keep its SoC band and its end: the highest and lowest energy it can have,
 * O(T), before any solve. False means that some limit must bend whatever the rest of the site does.
 */
export function withinReach(plant: Plant): boolean {
  return plant.assets.every((asset) => byType(KEEPS, asset, plant.axis.stepHours))
}

const always = (): boolean => true
const KEEPS: ByType<[stepHours: Float64Array], boolean> = {
  battery: canKeepBand,
  pv: always,
  wind: always,
  load: always,
  deferrable: canRun,
  ev: canKeepSessions,
  heatLoad: always,
  heatPump: always,
  boiler: always,
  thermalStore: canKeepMinimum,
  building: always,
  generator: always, // a state that does not fit ends in a trip
  electrolyzer: canMakeTargets,
  grid: always,
}

const TOLERANCE_KWH = 1e-9 // below what is published

function canKeepBand(battery: BatteryPlant, stepHours: Float64Array): boolean {
  let high = battery.startKwh
  let low = battery.startKwh
  const { socTargets: targets } = battery
  for (const [t, hours] of stepHours.entries()) {
    const retention = battery.retention[t]
    high = Math.min(battery.maxKwh[t], retention * high + battery.chargeEfficiency * battery.maxChargeKw[t] * hours)
    low = Math.max(
      battery.minKwh[t],
      retention * low - (battery.maxDischargeKw[t] * hours) / battery.dischargeEfficiency,
    )
    const wanted = targets.reduce((most, { step, kwh }) => (step === t ? Math.max(most, kwh) : most), battery.minKwh[t])
    if (high < wanted - TOLERANCE_KWH || low > battery.maxKwh[t] + TOLERANCE_KWH) return false
  }
  return battery.endMinKwh === undefined || high >= battery.endMinKwh - TOLERANCE_KWH
}

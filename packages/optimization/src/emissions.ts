// What a schedule adds up to for the whole site: kg of CO₂, kWh imported and exported.
import type { Columns, Quantity } from './assets/declare.ts'
import { firedKw } from './costs/generator.ts'
import { energyKwh } from './costs/line.ts'
import { byType, type ByType, type Plant } from './plant/plant.ts'
import type { Schedules } from './schedule-costs.ts'

const none = (): number => 0
/** kg over the horizon, from published columns. */
const EMISSIONS: ByType<[Columns, stepHours: Float64Array], number> = {
  battery: none,
  pv: none,
  wind: none,
  load: none,
  deferrable: none,
  ev: none,
  heatLoad: none,
  heatPump: none,
  boiler: ({ fuel }, { fuelKw }, stepHours) => energyKwh(fuelKw, stepHours) * (fuel?.co2KgPerKwh ?? 0),
  thermalStore: none,
  building: none,
  generator: (generator, columns, stepHours) =>
    energyKwh(
      columns['on'].map((_, t) => firedKw(generator, columns, t)),
      stepHours,
    ) * (generator.co2KgPerKwh ?? 0),
  electrolyzer: none,
  grid: ({ co2KgPerKwh }, { powerKw }, stepHours) =>
    powerKw.reduce((kg, kw, t) => kg + Math.max(kw, 0) * stepHours[t] * co2KgPerKwh[t], 0),
}

export function siteTotals(plant: Plant, schedules: Schedules): Readonly<Record<Quantity, number>> {
  const totals = { co2: 0, import: 0, export: 0 }
  for (const asset of plant.assets) {
    const columns = schedules[asset.id]
    totals.co2 += byType(EMISSIONS, asset, columns, plant.axis.stepHours)
    if (asset.type !== 'grid') continue
    for (const [t, kw] of columns['powerKw'].entries()) {
      totals.import += Math.max(kw, 0) * plant.axis.stepHours[t]
      totals.export += Math.max(-kw, 0) * plant.axis.stepHours[t]
    }
  }
  return totals
}

import type { AssetConfig, AssetType } from '@omarino/contracts'
import type { FieldName } from './field-spec.ts'

/** What tells most about an asset in a row of a table. */
const FACTS: Readonly<Record<AssetType, readonly (readonly [field: FieldName, unit: string])[]>> = {
  battery: [['capacityKwh', 'kWh'], ['maxDischargeKw', 'kW']],
  pv: [['peakKw', 'kW']],
  wind: [['peakKw', 'kW']],
  load: [],
  grid: [['importLimitKw', 'kW'], ['exportLimitKw', 'kW']],
  ev: [['capacityKwh', 'kWh'], ['maxChargeKw', 'kW']],
  deferrable: [['energyKwh', 'kWh'], ['powerKw', 'kW']],
  heatLoad: [],
  heatPump: [['maxPowerKw', 'kW']],
  boiler: [['maxHeatKw', 'kW']],
  thermalStore: [['capacityKwh', 'kWh'], ['maxDischargeKw', 'kW']],
  building: [['comfortMinC', '°C'], ['comfortMaxC', '°C']],
  generator: [['minPowerKw', 'kW'], ['maxPowerKw', 'kW']],
  electrolyzer: [['maxPowerKw', 'kW']],
} // prettier-ignore

/** Ratings of an asset as fields with numbers and units; of a block, what one run takes. */
export function factsOf(config: AssetConfig): readonly (readonly [field: FieldName, value: number, unit: string])[] {
  if (config.type === 'deferrable' && config.mode === 'block') {
    const kwh = config.profileKw.reduce((sum, kw) => sum + (kw * config.profileStepMinutes) / 60, 0)
    return [['energyKwh', +kwh.toPrecision(6), 'kWh']]
  }
  const values = config as Readonly<Record<string, unknown>>
  return FACTS[config.type].flatMap(([field, unit]) => {
    const value = values[field]
    return typeof value === 'number' ? [[field, value, unit] as const] : []
  })
}

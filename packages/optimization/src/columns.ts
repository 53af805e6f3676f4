import type { AssetType } from './plant/plant.ts'

/** The columns that every published schedule of a type has. */
export const COLUMNS: { readonly [T in AssetType]: readonly string[] } = {
  battery: ['powerKw', 'chargeKw', 'dischargeKw', 'soc'],
  pv: ['powerKw', 'curtailedKw'],
  wind: ['powerKw', 'curtailedKw'],
  load: ['powerKw', 'shedKw'],
  deferrable: ['powerKw', 'on', 'startUp'],
  ev: ['powerKw', 'chargeKw', 'dischargeKw', 'soc'],
  heatLoad: ['powerKw', 'shedKw'],
  heatPump: ['powerKw', 'heatKw', 'on', 'startUp'],
  boiler: ['powerKw', 'heatKw', 'fuelKw', 'on'],
  thermalStore: ['powerKw', 'chargeKw', 'dischargeKw', 'storedKwh'],
  building: ['powerKw', 'temperatureC', 'wallTemperatureC'],
  generator: ['powerKw', 'on', 'startUp', 'spilledKw', 'heatKw', 'dumpedKw'],
  electrolyzer: ['powerKw', 'on', 'startUp', 'hydrogenKg'],
  grid: ['powerKw', 'marketKw', 'imbalanceKw'],
}
/** Columns without a value at the steps at which there is nothing to tell: the asset's own check says which. */
export const GAPPY_COLUMNS: ReadonlySet<string> = new Set(['ev.soc'])
/** Of these, the ones that may be absent where they are zero throughout. */
export const OPTIONAL_COLUMNS: ReadonlySet<string> = new Set([
  'shedKw',
  'wallTemperatureC',
  'spilledKw',
  'heatKw',
  'dumpedKw',
  'marketKw',
  'imbalanceKw',
])

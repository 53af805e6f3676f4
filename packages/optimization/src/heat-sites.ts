// Heat for tests: the smallest assets of a heat node called "warm".
import type { OptimizeAsset } from '@omarino/contracts'

type Of<T extends OptimizeAsset['type']> = Extract<OptimizeAsset, { type: T }>
type Values = number | (number | null)[]

export const heatLoad = (powerKw: Values, change: Partial<Of<'heatLoad'>> = {}): Of<'heatLoad'> => ({
  id: 'radiators',
  type: 'heatLoad',
  heatNode: 'warm',
  powerKw,
  ...change,
})

/** 10 kW from fuel at a price, 0.9 of it heat. */
export const boiler = (fuelPricePerKwh: Values, change: Partial<Of<'boiler'>> = {}): Of<'boiler'> => ({
  id: 'boiler',
  type: 'boiler',
  heatNode: 'warm',
  maxHeatKw: 10,
  efficiency: 0.9,
  fuelPricePerKwh,
  ...change,
})

/** 10 kW from electricity, all of it heat. */
export const heatingRod = (change: Partial<Of<'boiler'>> = {}): Of<'boiler'> => ({
  id: 'rod',
  type: 'boiler',
  heatNode: 'warm',
  maxHeatKw: 10,
  efficiency: 1,
  electric: true,
  ...change,
})

/** 4 kW from electricity, three times as much heat. */
export const heatPump = (change: Partial<Of<'heatPump'>> = {}): Of<'heatPump'> => ({
  id: 'pump',
  type: 'heatPump',
  heatNode: 'warm',
  maxPowerKw: 4,
  cop: 3,
  ...change,
})

/** 10 kWh, 5 kW, without losses, empty. */
export const tank = (change: Partial<Of<'thermalStore'>> = {}): Of<'thermalStore'> => ({
  id: 'tank',
  type: 'thermalStore',
  heatNode: 'warm',
  capacityKwh: 10,
  maxChargeKw: 5,
  maxDischargeKw: 5,
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
  lossPerHour: 0,
  startKwh: 0,
  ...change,
})

/** 5 K/kW and 2 kWh/K at 20 °C, 0 °C outdoors, comfortable from 20 to 22 °C. */
export const building = (change: Partial<Of<'building'>> = {}): Of<'building'> => ({
  id: 'house',
  type: 'building',
  heatNode: 'warm',
  model: '1R1C',
  resistanceKPerKw: 5,
  capacityKwhPerK: 2,
  startC: 20,
  outdoorC: 0,
  comfortMinC: 20,
  comfortMaxC: 22,
  discomfortPricePerKh: 10,
  ...change,
})

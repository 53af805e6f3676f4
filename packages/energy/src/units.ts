/** Units that a series may carry: code → dimension and factor to the dimension's base. */
const UNITS: Readonly<Record<string, readonly [dimension: Dimension, factor: number]>> = {
  W: ['power', 0.001], kW: ['power', 1], MW: ['power', 1000],
  Wh: ['energy', 0.001], kWh: ['energy', 1], MWh: ['energy', 1000],
  '1': ['share', 1], '%': ['share', 0.01],
  '°C': ['temperature', 1], 'W/m²': ['irradiance', 1], 'm/s': ['speed', 1],
  'kg/kWh': ['emission', 1], 'g/kWh': ['emission', 0.001], 'kg/MWh': ['emission', 0.001],
} // prettier-ignore

export type Dimension = 'power' | 'energy' | 'share' | 'temperature' | 'irradiance' | 'speed' | 'emission'

const PRICE = /^([A-Z]{3})\/(MWh|kWh)$/
const PRICE_PER_KG = /^([A-Z]{3})\/kg$/

/** True when a series may carry this unit; prices are `<ISO 4217>/MWh`, `/kWh` or `/kg`. */
export const isUnit = (unit: string): boolean =>
  Object.hasOwn(UNITS, unit) || PRICE.test(unit) || PRICE_PER_KG.test(unit)

/** Factor that turns a value in `unit` into kW, kWh, a share of 1, °C, W/m², m/s or kg/kWh; undefined for another dimension. */
export const perUnit = (unit: string, dimension: Dimension): number | undefined =>
  Object.hasOwn(UNITS, unit) && UNITS[unit][0] === dimension ? UNITS[unit][1] : undefined

/** Factor that turns a value in `unit` into kW; undefined when the unit is no power. */
export const kwPerUnit = (unit: string): number | undefined => perUnit(unit, 'power')

/** Currency and the factor that turns a price into `currency/kWh`; undefined when the unit is no price. */
export function priceUnit(unit: string): { currency: string; perKwh: number } | undefined {
  const match = PRICE.exec(unit)
  return match ? { currency: match[1], perKwh: match[2] === 'MWh' ? 0.001 : 1 } : undefined
}

/** Currency of a price per kilogram; undefined when the unit is none. */
export const currencyPerKg = (unit: string): string | undefined => PRICE_PER_KG.exec(unit)?.[1]

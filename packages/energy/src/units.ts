/** Units that a series may carry: code → dimension and factor to the dimension's base. */
const UNITS: Readonly<Record<string, readonly [dimension: string, factor: number]>> = {
  W: ['power', 0.001], kW: ['power', 1], MW: ['power', 1000],
  Wh: ['energy', 0.001], kWh: ['energy', 1], MWh: ['energy', 1000],
  '1': ['share', 1], '%': ['share', 0.01],
  '°C': ['temperature', 1], 'W/m²': ['irradiance', 1], 'm/s': ['speed', 1],
} // prettier-ignore

const PRICE = /^([A-Z]{3})\/(MWh|kWh)$/

/** True when a series may carry this unit; prices are `<ISO 4217>/MWh` or `/kWh`. */
export const isUnit = (unit: string): boolean => Object.hasOwn(UNITS, unit) || PRICE.test(unit)

/** Factor that turns a value in `unit` into kW; undefined when the unit is no power. */
export const kwPerUnit = (unit: string): number | undefined =>
  UNITS[unit]?.[0] === 'power' ? UNITS[unit][1] : undefined

/** Currency and the factor that turns a price into `currency/kWh`; undefined when the unit is no price. */
export function priceUnit(unit: string): { currency: string; perKwh: number } | undefined {
  const match = PRICE.exec(unit)
  return match ? { currency: match[1], perKwh: match[2] === 'MWh' ? 0.001 : 1 } : undefined
}

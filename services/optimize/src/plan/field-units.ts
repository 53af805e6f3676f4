// Which unit a stored series must have for the field of a request that it stands in; a field says its unit by its name.
import { Failure, kwPerUnit, priceUnit } from '@omarino/energy'
import type { SeriesRow } from '@omarino/store'
import { sharePerUnit } from '../check-series.ts'

/**
 * The factor from the unit of a series to that of a field.
 * @param path  names from the root of the request to the field
 * @throws Failure 'invalid' `UNIT_WRONG` for a unit of another dimension, `CURRENCY_DIFFERS` for money of another country
 */
export function factorFor({ key, unit }: SeriesRow, path: readonly string[], currency: string): number {
  const pointer = `/${path.join('/')}`
  const wrong = (needed: string): Failure =>
    new Failure('invalid', 'UNIT_WRONG', `the series ${key} is in ${unit}; ${needed} is needed here`, pointer)
  const field = fieldOf(path)
  if (/Kw$/.test(field)) return kwPerUnit(unit) ?? raise(wrong('a power (W, kW or MW)'))
  if (/PerKwh$/.test(field) && field !== 'co2KgPerKwh') {
    const price = priceUnit(unit) ?? raise(wrong(`a price such as ${currency}/MWh`))
    if (price.currency === currency) return price.perKwh
    const text = `the prices of ${key} are in ${price.currency}, the site counts in ${currency}`
    throw new Failure('invalid', 'CURRENCY_DIFFERS', text, pointer)
  }
  if (/C$/.test(field)) return unit === '°C' ? 1 : raise(wrong('a temperature in °C'))
  if (/^soc/.test(field)) return sharePerUnit(unit) ?? raise(wrong('a share (1 or %)'))
  return unit === '1' ? 1 : raise(wrong('a number without a unit (1)'))
}

/** Named profiles say by their place what they are. */
function fieldOf(path: readonly string[]): string {
  if (path[0] === 'prices') return 'pricePerKwh'
  return path[0] === 'forecasts' ? 'powerKw' : (path.at(-1) ?? '')
}

function raise(failure: Failure): never {
  throw failure
}

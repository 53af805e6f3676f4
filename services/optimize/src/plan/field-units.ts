// Which unit a stored series must have for the field of a request that it stands in; a field says its unit by its name.
import type { SeriesRow } from '@omarino/store'
import { demandFit } from '../assets/series-needs.ts'
import type { Need } from '../assets/series-needs.ts'

/**
 * The factor from the unit of a series to that of a field.
 * @param path  names from the root of the request to the field
 * @throws Failure 'invalid' `UNIT_WRONG` for a unit of another dimension, `CURRENCY_DIFFERS` for money of another country
 */
export const factorFor = (series: SeriesRow, path: readonly string[], currency: string): number =>
  demandFit(series, needOf(fieldOf(path)), currency, `/${path.join('/')}`)

function needOf(field: string): Need {
  if (field === 'co2KgPerKwh') return 'emission'
  if (/Kw$/.test(field)) return 'power'
  if (/PerKwh$/.test(field)) return 'pricePerKwh'
  if (/PerKg$/.test(field)) return 'pricePerKg'
  if (/C$/.test(field)) return 'temperature'
  return /^soc/.test(field) ? 'soc' : 'ratio'
}

/** Named profiles say by their place what they are. */
function fieldOf(path: readonly string[]): string {
  if (path[0] === 'prices') return 'pricePerKwh'
  return path[0] === 'forecasts' ? 'powerKw' : (path.at(-1) ?? '')
}

import { currencyPerKg, perUnit, priceUnit } from '@omarino/energy'

/** What a series stands for; the service refuses other units, the picker does not offer them. */
export type Need = 'power' | 'energy' | 'share' | 'ratio' | 'temperature' | 'emission' | 'pricePerKwh' | 'pricePerKg'

export function fitsNeed(need: Need, unit: string, currency: string): boolean {
  if (need === 'pricePerKwh') return priceUnit(unit)?.currency === currency
  if (need === 'pricePerKg') return currencyPerKg(unit) === currency
  return need === 'ratio' ? unit === '1' : perUnit(unit, need) !== undefined
}

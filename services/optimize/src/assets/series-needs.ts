import { currencyPerKg, Failure, perUnit, priceUnit } from '@omarino/energy'
import type { Dimension } from '@omarino/energy'
import { findSeries } from '@omarino/store'
import type { Queryable, SeriesRow } from '@omarino/store'

/** What a series stands for in an asset or a tariff; its unit must say so. */
export type Need = 'power' | 'energy' | 'soc' | 'ratio' | 'temperature' | 'emission' | 'pricePerKwh' | 'pricePerKg'
type Price = 'pricePerKwh' | 'pricePerKg'

const DIMENSIONS: Readonly<Record<Exclude<Need, Price>, Dimension>> = {
  power: 'power',
  energy: 'energy',
  soc: 'share',
  ratio: 'share',
  temperature: 'temperature',
  emission: 'emission',
}
const WORDS: Readonly<Record<Need, (currency: string) => string>> = {
  power: () => 'a power (W, kW or MW) is needed',
  energy: () => 'an energy (Wh, kWh or MWh) is needed',
  soc: () => 'a share (1 or %) is needed',
  ratio: () => 'a ratio (unit 1) is needed',
  temperature: () => 'a temperature (°C) is needed',
  emission: () => 'emissions (kg/kWh, g/kWh or kg/MWh) are needed',
  pricePerKwh: (currency) => `a price such as ${currency}/MWh is needed`,
  pricePerKg: (currency) => `a price such as ${currency}/kg is needed`,
}
const isPrice = (need: Need): need is Price => need === 'pricePerKwh' || need === 'pricePerKg'

/** Factor that turns values of a unit into kW, kWh, shares, ratios, °C, kg/kWh or money per kWh or kg; undefined where it does not fit. */
export function factorFor(need: Need, unit: string): number | undefined {
  if (need === 'pricePerKwh') return priceUnit(unit)?.perKwh
  if (need === 'pricePerKg') return currencyPerKg(unit) === undefined ? undefined : 1
  if (need === 'ratio' && unit === '%') return undefined // a coefficient of performance of 300 % is nobody's way to count
  return perUnit(unit, DIMENSIONS[need])
}

const currencyOf = (unit: string): string | undefined => priceUnit(unit)?.currency ?? currencyPerKg(unit)

/**
 * Demands that a series carries a unit, and if it is a price the currency, that fits.
 * @returns the factor of `factorFor`
 * @throws Failure 'invalid' `UNIT_WRONG`, `CURRENCY_DIFFERS` at the pointer
 */
export function demandFit(
  { key, unit }: Pick<SeriesRow, 'key' | 'unit'>,
  need: Need,
  currency: string,
  pointer: string,
): number {
  const factor = factorFor(need, unit)
  if (factor === undefined)
    throw new Failure('invalid', 'UNIT_WRONG', `the series ${key} is in ${unit}; ${WORDS[need](currency)}`, pointer)
  const told = currencyOf(unit)
  if (isPrice(need) && told !== currency)
    throw new Failure('invalid', 'CURRENCY_DIFFERS', `the prices of ${key} are in ${told}, the site counts in ${currency}`, pointer) // prettier-ignore
  return factor
}

/**
 * Demands that a series exists and carries a unit, and if it is a price the currency, that fits.
 * @throws Failure 'invalid' `NO_SUCH_SERIES`, `UNIT_WRONG`, `CURRENCY_DIFFERS` at the pointer
 */
export async function fittingSeries(
  db: Queryable,
  key: string,
  need: Need,
  currency: string,
  pointer: string,
): Promise<SeriesRow> {
  const series = await findSeries(db, key)
  if (!series) throw new Failure('invalid', 'NO_SUCH_SERIES', `there is no series ${key}`, pointer)
  demandFit(series, need, currency, pointer)
  return series
}

/** Demands that each value of a series holds for a known time. @throws Failure 'invalid' `SERIES_WITHOUT_STEP` */
export function demandStep({ key, step_ms }: SeriesRow, pointer: string): void {
  if (step_ms !== null) return
  const text = `the series ${key} has no step: how long a value holds is unknown`
  throw new Failure('invalid', 'SERIES_WITHOUT_STEP', text, pointer)
}

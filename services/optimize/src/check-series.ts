import type { AssetConfig, Tariff } from '@omarino/contracts'
import { Failure, kwPerUnit, priceUnit } from '@omarino/energy'
import { findSeries } from '@omarino/store'
import type { Queryable, SeriesRow } from '@omarino/store'

/** Factor that turns a state of charge as stored into a share of 1; undefined when the unit is no share. */
export const sharePerUnit = (unit: string): number | undefined => ({ '1': 1, '%': 0.01 })[unit]

async function seriesAt(db: Queryable, key: string, pointer: string): Promise<SeriesRow> {
  const series = await findSeries(db, key)
  if (!series) throw new Failure('invalid', 'NO_SUCH_SERIES', `there is no series ${key}`, pointer)
  return series
}

const wrongUnit = ({ key, unit }: SeriesRow, needed: string, pointer: string): Failure =>
  new Failure('invalid', 'UNIT_WRONG', `the series ${key} is in ${unit}; ${needed}`, pointer)

/** Demands that the price series of a tariff exist, carry a step, and are prices in the site's currency. */
export async function checkTariff(db: Queryable, tariff: Tariff, currency: string): Promise<void> {
  for (const field of ['importSeries', 'exportSeries'] as const) {
    const pointer = `/tariff/${field}`
    const series = await seriesAt(db, tariff[field], pointer)
    const price = priceUnit(series.unit)
    if (!price) throw wrongUnit(series, `a price such as ${currency}/MWh is needed`, pointer)
    if (price.currency !== currency)
      throw new Failure('invalid', 'CURRENCY_DIFFERS', `the prices of ${series.key} are in ${price.currency}, the site counts in ${currency}`, pointer) // prettier-ignore
    if (series.step_ms === null)
      throw new Failure('invalid', 'SERIES_WITHOUT_STEP', `the series ${series.key} has no step: how long a price holds is unknown`, pointer) // prettier-ignore
  }
}

/** Demands that the series of an asset exist and carry a unit that fits, and that the limits of a battery do not cross. */
export async function checkAsset(db: Queryable, config: AssetConfig): Promise<void> {
  if (config.type !== 'battery') {
    if (config.series !== undefined) await checkPower(db, config.series, '/config/series')
    return
  }
  if (config.socMin > config.socMax)
    throw new Failure('invalid', 'SOC_LIMITS_CROSSED', `socMin ${config.socMin} is above socMax ${config.socMax}`, '/config/socMin') // prettier-ignore
  if (config.socSeries === undefined) return
  const series = await seriesAt(db, config.socSeries, '/config/socSeries')
  if (sharePerUnit(series.unit) === undefined)
    throw wrongUnit(series, 'a share (1 or %) is needed', '/config/socSeries')
}

async function checkPower(db: Queryable, key: string, pointer: string): Promise<void> {
  const series = await seriesAt(db, key, pointer)
  if (kwPerUnit(series.unit) === undefined) throw wrongUnit(series, 'a power (W, kW or MW) is needed', pointer)
}

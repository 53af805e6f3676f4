// A position in an energy market: traded ahead for each interval, the rest is settled as imbalance.
import type { OptimizeAsset } from '@omarino/contracts'
import type { FieldReader } from './profiles.ts'

export interface MarketPlant {
  readonly intervals: readonly { readonly from: number; readonly to: number }[]
  readonly pricePerKwh: Float64Array
  readonly imbalanceBuyPerKwh: Float64Array
  readonly imbalanceSellPerKwh: Float64Array
  /** kW bought (sold negative), shape [T]; undefined where the plan decides. */
  readonly fixedKw: Float64Array | undefined
}
type Request = NonNullable<Extract<OptimizeAsset, { type: 'grid' }>['market']>
type Intervals = (
  of: { id: string; intervalMinutes: number },
  field: string,
  reader: FieldReader,
) => MarketPlant['intervals']

/** @throws Failure 'invalid' when balancing energy sells for more than it is bought, or an interval splits a step */
export function readMarket(market: Request, intervalsOf: Intervals, reader: FieldReader): MarketPlant {
  const numbers = (name: 'pricePerKwh' | 'imbalanceBuyPerKwh' | 'imbalanceSellPerKwh'): Float64Array =>
    reader.numbers(`market/${name}`, market[name])
  const buy = numbers('imbalanceBuyPerKwh')
  const sell = numbers('imbalanceSellPerKwh')
  const crossed = sell.findIndex((price, t) => price > buy[t])
  if (crossed >= 0)
    reader.fail(
      'IMBALANCE_PRICES_CROSSED',
      'market/imbalanceSellPerKwh',
      `at step ${crossed} balancing energy sells for ${sell[crossed]}, more than the ${buy[crossed]} it is bought for`,
    )
  const { fixedKw } = market
  return {
    intervals: intervalsOf({ id: 'market', intervalMinutes: market.intervalMinutes }, 'market/intervalMinutes', reader),
    pricePerKwh: numbers('pricePerKwh'),
    imbalanceBuyPerKwh: buy,
    imbalanceSellPerKwh: sell,
    fixedKw: fixedKw === undefined ? undefined : reader.numbers('market/fixedKw', fixedKw),
  }
}

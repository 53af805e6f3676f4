import type { HeatLoadPlant } from '../plant/heat-load.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkHeatLoad(load: HeatLoadPlant, { powerKw, shedKw }: Read, { bent, ledger }: CheckContext): void {
  for (const [t, neededKw] of load.powerKw.entries()) {
    const off = (what: string) => (): string => `${load.id}: ${what} at step ${t}`
    ledger.note(
      'balanceKw',
      powerKw[t] + shedKw[t] - neededKw,
      neededKw,
      off('heat and what is missing are not the load'),
    )
    const allowedKw = bent('supply', t) > 0 ? neededKw : 0
    ledger.note('limit', Math.max(0, -shedKw[t], shedKw[t] - allowedKw), neededKw, off('heat is missing'))
  }
}

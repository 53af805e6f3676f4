import type { HeatLoadPlant } from '../plant/heat-load.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkHeatLoad(load: HeatLoadPlant, { powerKw, shedKw }: Read, { bent, ledger }: CheckContext): void {
  const peakKw = load.powerKw.reduce((most, kw) => Math.max(most, kw), 0) // what is too little of it is not listed as bent
  for (const [t, neededKw] of load.powerKw.entries()) {
    const off = (what: string) => (): string => `${load.id}: ${what} at step ${t}`
    const missing = powerKw[t] + shedKw[t] - neededKw
    ledger.note('balanceKw', missing, neededKw, off('heat and what is missing are not the load'))
    const allowedKw = bent('supply', t) > 0 ? neededKw : 0
    ledger.note('limit', Math.max(0, -shedKw[t], shedKw[t] - allowedKw), peakKw, off('heat is missing'))
  }
}

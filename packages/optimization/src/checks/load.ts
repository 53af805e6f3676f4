import type { LoadPlant } from '../plant/load.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkLoad(load: LoadPlant, { powerKw, shedKw }: Read, { bent, ledger }: CheckContext): void {
  const mostKw = load.powerKw.reduce((most, kw) => Math.max(most, kw), 0) // the scale at which a bend is listed
  for (const [t, neededKw] of load.powerKw.entries()) {
    const off = (what: string) => (): string => `${load.id}: ${what} at step ${t}`
    ledger.note(
      'balanceKw',
      powerKw[t] + shedKw[t] - neededKw,
      neededKw,
      off('power and what is shed are not the load'),
    )
    const allowedKw = load.shedCostPerKwh !== undefined || bent('supply', t) > 0 ? Math.max(neededKw, 0) : 0
    ledger.note('limit', Math.max(0, -shedKw[t], shedKw[t] - allowedKw), mostKw, off('shedding leaves its limits'))
  }
}

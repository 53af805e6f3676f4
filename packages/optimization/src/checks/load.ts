import type { LoadPlant } from '../plant/load.ts'
import type { CheckContext, Read } from './ledger.ts'
import { checkWithheld } from './withheld.ts'

export function checkLoad(load: LoadPlant, { powerKw, shedKw }: Read, context: CheckContext): void {
  checkWithheld(context, {
    id: load.id,
    ofKw: load.powerKw,
    powerKw,
    withheldKw: shedKw,
    mayWithhold: (t) => load.shedCostPerKwh !== undefined || context.bent('supply', t) > 0,
    mayGiveWay: (t) => context.bent('feedIn', t) > 0,
    sumFault: 'power and what is shed are not the load',
    limitFault: 'shedding leaves its limits',
  })
}

import type { HeatLoadPlant } from '../plant/heat-load.ts'
import type { CheckContext, Read } from './ledger.ts'
import { checkWithheld } from './withheld.ts'

export function checkHeatLoad(load: HeatLoadPlant, { powerKw, shedKw }: Read, context: CheckContext): void {
  checkWithheld(context, {
    id: load.id,
    ofKw: load.powerKw,
    powerKw,
    withheldKw: shedKw,
    mayWithhold: (t) => context.bent('supply', t) > 0,
    sumFault: 'heat and what is missing are not the load',
    limitFault: 'heat is missing',
  })
}

import type { RenewablePlant } from '../plant/renewable.ts'
import type { CheckContext, Read } from './ledger.ts'
import { checkWithheld } from './withheld.ts'

export function checkRenewable(source: RenewablePlant, { powerKw, curtailedKw }: Read, context: CheckContext): void {
  checkWithheld(context, {
    id: source.id,
    ofKw: source.availableKw,
    powerKw,
    withheldKw: curtailedKw,
    mayWithhold: (t) => source.curtailable || context.bent('curtailment', t) > 0,
    mayGiveWay: (t) => context.bent('standby', t) > 0,
    sumFault: 'power and curtailment are not what is available',
    limitFault: 'curtailment leaves its limits',
  })
}

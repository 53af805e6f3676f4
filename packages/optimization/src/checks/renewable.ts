import type { RenewablePlant } from '../plant/renewable.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkRenewable(
  source: RenewablePlant,
  { powerKw, curtailedKw }: Read,
  { bent, ledger }: CheckContext,
): void {
  const mostKw = source.availableKw.reduce((most, kw) => Math.max(most, kw), 0) // the scale at which a bend is listed
  for (const [t, availableKw] of source.availableKw.entries()) {
    const off = (what: string) => (): string => `${source.id}: ${what} at step ${t}`
    ledger.note(
      'balanceKw',
      powerKw[t] + curtailedKw[t] - availableKw,
      availableKw,
      off('power and curtailment are not what is available'),
    )
    const allowedKw = source.curtailable || bent('curtailment', t) > 0 ? Math.max(availableKw, 0) : 0
    ledger.note(
      'limit',
      Math.max(0, -curtailedKw[t], curtailedKw[t] - allowedKw),
      mostKw,
      off('curtailment leaves its limits'),
    )
  }
}

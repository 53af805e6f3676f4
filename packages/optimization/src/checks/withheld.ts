import type { CheckContext, Read } from './ledger.ts'

interface Withheld {
  readonly id: string
  /** What is needed or available, kW; shape [T]. */
  readonly ofKw: Float64Array
  readonly powerKw: Read[string]
  /** What is not delivered of it, kW; shape [T]. */
  readonly withheldKw: Read[string]
  readonly mayWithhold: (step: number) => boolean
  /** Whether what lies below zero may be withheld, a negative number then; never when absent. */
  readonly mayGiveWay?: (step: number) => boolean
  /** What is wrong where both do not sum, and where too much is withheld. */
  readonly sumFault: string
  readonly limitFault: string
}

/** Power and what is withheld sum to what is asked or available; withheld lies between nothing and, where allowed, all of it. */
export function checkWithheld({ ledger }: CheckContext, withheld: Withheld): void {
  const { id, ofKw, powerKw, withheldKw, mayWithhold } = withheld
  const mostKw = ofKw.reduce((most, kw) => Math.max(most, Math.abs(kw)), 0) // the scale at which a bend is listed
  for (const [t, kw] of ofKw.entries()) {
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    ledger.note('balanceKw', powerKw[t] + withheldKw[t] - kw, kw, off(withheld.sumFault))
    const allowedKw = mayWithhold(t) ? Math.max(kw, 0) : 0
    const lowestKw = withheld.mayGiveWay?.(t) ? Math.min(kw, 0) : 0
    const beyond = Math.max(0, lowestKw - withheldKw[t], withheldKw[t] - allowedKw)
    ledger.note('limit', beyond, mostKw, off(withheld.limitFault))
  }
}

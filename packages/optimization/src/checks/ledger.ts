// What the check writes down while it goes through a schedule.
import type { OptimizeResult } from '@omarino/contracts'

/** The parts of a result that are checked. */
export type Publication = Pick<OptimizeResult, 'objective' | 'costs' | 'schedules' | 'relaxations'>
export interface Verdict {
  /** As it stands in the result: the largest residuals found. */
  readonly verifier: OptimizeResult['verifier']
  /** One sentence per broken rule, the first of each kind and asset; empty when the schedule passed. */
  readonly faults: readonly string[]
}
export type Residual = 'balanceKw' | 'energyKwh' | 'limit' | 'money'

const TOLERANCE = 1e-6 // relative to the size of what is compared, at least to 1 kW, kWh or unit of money

export interface Ledger {
  /** Notes how far something is off; refuses it beyond tolerance of `scale`. NaN is refused. */
  note(kind: Residual, residual: number, scale: number, fault: () => string): void
  refuse(fault: string): void
  verdict(): Verdict
}

export function createLedger(): Ledger {
  const worst = { balanceKw: 0, energyKwh: 0, limit: 0, money: 0 }
  const faults: string[] = []
  return {
    note(kind, residual, scale, fault) {
      worst[kind] = Math.max(worst[kind], Math.abs(residual))
      if (!(Math.abs(residual) <= TOLERANCE * Math.max(1, Math.abs(scale)))) faults.push(fault())
    },
    refuse: (fault) => void faults.push(fault),
    verdict: () => ({ verifier: { passed: faults.length === 0, ...worst }, faults }),
  }
}

/** Published columns as numbers. */
export type Read = Readonly<Record<string, Float64Array>>
/** By how much a listed relaxation of this asset excuses a step; 0 when none does. */
export type Bent = (kind: string, step: number) => number
/** What the check of one asset works with. */
export interface CheckContext {
  readonly stepHours: Float64Array
  readonly startsMs: Float64Array
  readonly endsMs: Float64Array
  readonly bent: Bent
  /** Power that reserve is expected to call in the mean at a step, kW ≥ 0. */
  readonly called: (step: number) => { readonly upKw: number; readonly downKw: number }
  readonly ledger: Ledger
}

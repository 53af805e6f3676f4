import type { Ledger } from './ledger.ts'

interface Switched {
  readonly id: string
  readonly kw: number
  readonly on: number
  readonly minKw: number
  readonly maxKw: number
}

/** On or off and nothing between; power within its limits while on and zero while off. */
export function checkSwitched(ledger: Ledger, t: number, { id, kw, on, minKw, maxKw }: Switched): void {
  ledger.note('limit', Math.min(Math.abs(on), Math.abs(on - 1)), 1, () => `${id}: neither on nor off at step ${t}`)
  const beyond = Math.max(0, minKw * on - kw, kw - maxKw * on)
  ledger.note('limit', beyond, maxKw, () => `${id}: ${kw} kW leave the limits at step ${t}`)
}

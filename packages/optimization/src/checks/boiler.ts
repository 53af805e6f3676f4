import type { BoilerPlant } from '../plant/boiler.ts'
import type { CheckContext, Read } from './ledger.ts'
import { checkSwitched } from './switched.ts'

export function checkBoiler(boiler: BoilerPlant, columns: Read, { ledger }: CheckContext): void {
  const { id, efficiency, minHeatKw: minKw, maxHeatKw: maxKw } = boiler
  const { powerKw, heatKw, fuelKw, on } = columns
  for (const [t, kw] of heatKw.entries()) {
    const [input, other] = boiler.fuel ? [fuelKw[t], powerKw[t]] : [powerKw[t], fuelKw[t]]
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    ledger.note('balanceKw', kw - efficiency * input, kw, off('heat is not what its input makes'))
    ledger.note('balanceKw', other, 1, off('takes what it cannot burn'))
    checkSwitched(ledger, t, { id, kw, on: on[t], minKw, maxKw })
  }
}

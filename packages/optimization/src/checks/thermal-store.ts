import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkThermalStore(
  store: ThermalStorePlant,
  columns: Read,
  { stepHours, bent, ledger }: CheckContext,
): void {
  const { id, capacityKwh, maxChargeKw, maxDischargeKw } = store
  const { powerKw, chargeKw, dischargeKw, storedKwh } = columns
  let kwh = store.startKwh
  for (const [t, hours] of stepHours.entries()) {
    const [charge, discharge] = [chargeKw[t], dischargeKw[t]]
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    const within = (value: number, least: number, most: number, what: string): void =>
      ledger.note('limit', Math.max(0, least - value, value - most), most, off(what))
    ledger.note('balanceKw', powerKw[t] - discharge + charge, powerKw[t], off('power is not discharge less charge'))
    within(charge, 0, maxChargeKw, 'charging leaves its limits')
    within(discharge, 0, maxDischargeKw, 'discharging leaves its limits')
    within(Math.min(charge, discharge), -Infinity, 0, 'charges and discharges at once')
    kwh *= store.retention[t]
    kwh += (charge * store.chargeEfficiency - discharge / store.dischargeEfficiency) * hours
    const told = storedKwh[t]
    ledger.note('energyKwh', told - kwh, capacityKwh, off(`${told} kWh are told, the powers make ${kwh}`))
    within(kwh, store.minKwh - bent('minKwh', t), capacityKwh, 'the heat in store leaves its limits')
  }
}

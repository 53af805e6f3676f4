import type { BatteryPlant } from '../plant/battery.ts'
import type { CheckContext, Ledger, Read } from './ledger.ts'

export function checkBattery(
  battery: BatteryPlant,
  columns: Read,
  { stepHours, bent, called, ledger }: CheckContext,
): void {
  const { id, capacityKwh } = battery
  const { chargeKw, dischargeKw, soc } = columns
  let kwh = battery.startKwh
  for (const [t, hours] of stepHours.entries()) {
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    checkTerminals(battery, t, columns, ledger)
    kwh *= battery.retention[t]
    const call = called(t)
    const inKw = chargeKw[t] + call.downKw
    const outKw = dischargeKw[t] + call.upKw
    kwh += (inKw * battery.chargeEfficiency - outKw / battery.dischargeEfficiency) * hours
    const told = soc[t] * capacityKwh
    ledger.note('energyKwh', told - kwh, capacityKwh, off(`${told} kWh are told, the powers make ${kwh}`))
    const low = battery.minKwh[t] - bent('socMin', t) - kwh
    const high = kwh - battery.maxKwh[t] - bent('socMax', t)
    ledger.note('limit', Math.max(0, low, high), capacityKwh, off('SoC leaves its band'))
  }
  checkExtras(battery, columns, { stepHours, bent, ledger })
  const missing = (battery.endMinKwh ?? -Infinity) - bent('endSocMin', stepHours.length - 1) - kwh
  ledger.note('limit', Math.max(0, missing), capacityKwh, () => `${id}: the SoC at the end is too low`)
}

function checkExtras(
  battery: BatteryPlant,
  { dischargeKw, soc }: Read,
  { stepHours, bent, ledger }: Pick<CheckContext, 'stepHours' | 'bent' | 'ledger'>,
): void {
  const { id, capacityKwh, mostThroughputKwh, socTargets } = battery
  const outKwh = dischargeKw.reduce((sum, kw, t) => sum + (kw * stepHours[t]) / battery.dischargeEfficiency, 0)
  const beyond = Math.max(0, outKwh - mostThroughputKwh)
  ledger.note('limit', beyond, capacityKwh, () => `${id}: ${outKwh} kWh leave the cells, ${mostThroughputKwh} may`)
  for (const { step, kwh } of socTargets) {
    const short = Math.max(0, kwh - bent('socTarget', step) - soc[step] * capacityKwh)
    ledger.note('limit', short, capacityKwh, () => `${id}: a SoC target is missed at step ${step}`)
  }
}

function checkTerminals(battery: BatteryPlant, t: number, columns: Read, ledger: Ledger): void {
  const { maxChargeKw, maxDischargeKw, id } = battery
  const [power, charge, discharge] = [columns['powerKw'][t], columns['chargeKw'][t], columns['dischargeKw'][t]]
  const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
  const within = (kw: number, limit: number, what: string): void =>
    ledger.note('limit', Math.max(0, -kw, kw - limit), limit, off(what))
  ledger.note('balanceKw', power - (discharge - charge), power, off('power is not discharge less charge'))
  within(charge, maxChargeKw[t], 'charging leaves its limits')
  within(discharge, maxDischargeKw[t], 'discharging leaves its limits')
  const both = Math.max(0, Math.min(charge, discharge))
  ledger.note('limit', both, Math.max(charge, discharge), off('charges and discharges at once'))
}

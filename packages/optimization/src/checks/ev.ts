import type { EvPlant } from '../plant/ev.ts'
import type { CheckContext, Read } from './ledger.ts'

/** Terminals within what is plugged in, energy from arrival to departure, the lowest SoC and the target. */
export function checkEv(ev: EvPlant, columns: Read, { stepHours, bent, ledger }: CheckContext): void {
  const { id, capacityKwh } = ev
  const { chargeKw, dischargeKw, soc } = columns
  for (const t of stepHours.keys()) {
    checkTerminals(ev, t, columns, ledger)
    if (ev.sessionAt[t] < 0 && !Number.isNaN(soc[t])) ledger.refuse(`${id}: a SoC is told at step ${t}, while away`)
  }
  for (const { from, to, arriveKwh, minKwh, targetKwh } of ev.sessions) {
    let kwh = arriveKwh
    const lowKwh = Math.min(minKwh, arriveKwh)
    for (let t = from; t < to; t++) {
      const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
      kwh += (chargeKw[t] * ev.chargeEfficiency - dischargeKw[t] / ev.dischargeEfficiency) * stepHours[t]
      const told = soc[t] * capacityKwh
      ledger.note('energyKwh', told - kwh, capacityKwh, off(`${told} kWh are told, the powers make ${kwh}`))
      const low = Math.max(lowKwh, minKwh - bent('socMin', t)) - kwh
      ledger.note('limit', Math.max(0, low, kwh - capacityKwh), capacityKwh, off('SoC leaves its band'))
    }
    const missing = targetKwh - bent('target', to - 1) - kwh
    ledger.note(
      'limit',
      Math.max(0, missing),
      capacityKwh,
      () => `${id}: departs after step ${to - 1} below its target`,
    )
  }
}

function checkTerminals(ev: EvPlant, t: number, columns: Read, { note }: CheckContext['ledger']): void {
  const [power, charge, discharge] = [columns['powerKw'][t], columns['chargeKw'][t], columns['dischargeKw'][t]]
  const off = (what: string) => (): string => `${ev.id}: ${what} at step ${t}`
  const within = (kw: number, limit: number, what: string): void =>
    note('limit', Math.max(0, -kw, kw - limit), limit, off(what))
  note('balanceKw', power - (discharge - charge), power, off('power is not discharge less charge'))
  within(charge, ev.maxChargeKw * ev.plugged[t], 'charging leaves its limits')
  within(discharge, ev.maxDischargeKw * ev.plugged[t], 'discharging leaves its limits')
  const leastKw = ev.minChargeKw * ev.plugged[t]
  const below = Math.max(0, Math.min(charge, leastKw - charge))
  note('limit', below, leastKw, off(`charging at ${charge} kW is below its least power`))
  const both = Math.max(0, Math.min(charge, discharge))
  note('limit', both, Math.max(charge, discharge), off('charges and discharges at once'))
}

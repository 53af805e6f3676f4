import { kgBy, kgPerHour } from '../hydrogen.ts'
import type { ElectrolyzerPlant } from '../plant/electrolyzer.ts'
import type { CheckContext, Read } from './ledger.ts'
import { checkSwitchRules } from './switch-rules.ts'
import { checkSwitched } from './switched.ts'

export function checkElectrolyzer(electrolyzer: ElectrolyzerPlant, columns: Read, context: CheckContext): void {
  const { id, minPowerKw: minKw, maxPowerKw, targets, rules } = electrolyzer
  const { powerKw, on, startUp, hydrogenKg } = columns
  const { ledger, stepHours, bent } = context
  let kg = 0
  for (const [t, kw] of powerKw.entries()) {
    kg += kgPerHour(electrolyzer, kw) * stepHours[t]
    const made = kg
    ledger.note('energyKwh', hydrogenKg[t] - made, made, () => `${id}: ${hydrogenKg[t]} kg are told at step ${t}, its power makes ${made}`) // prettier-ignore
    checkSwitched(ledger, t, { id, kw, on: on[t], minKw, maxKw: maxPowerKw[t] })
  }
  checkSwitchRules(id, rules, on, startUp, context)
  for (const target of targets) {
    const missing = target.kg - kgBy(target, hydrogenKg) - bent('targets', target.step)
    ledger.note(
      'limit',
      Math.max(0, missing),
      target.kg,
      () => `${id}: ${missing} kg are missing at step ${target.step}`,
    )
  }
}

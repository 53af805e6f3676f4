import type { HeatPumpPlant } from '../plant/heat-pump.ts'
import type { CheckContext, Read } from './ledger.ts'
import { checkSwitchRules } from './switch-rules.ts'
import { checkSwitched } from './switched.ts'

export function checkHeatPump(pump: HeatPumpPlant, columns: Read, context: CheckContext): void {
  const { id, minPowerKw: minKw, maxPowerKw: maxKw } = pump
  const { powerKw, heatKw, on, startUp } = columns
  for (const [t, kw] of powerKw.entries()) {
    const made = kw * pump.cop[t]
    const off = (): string => `${id}: ${heatKw[t]} kW of heat are told at step ${t}, its power makes ${made}`
    context.ledger.note('balanceKw', heatKw[t] - made, made, off)
    checkSwitched(context.ledger, t, { id, kw, on: on[t], minKw, maxKw })
  }
  checkSwitchRules(id, pump.rules, on, startUp, context)
}

import type { HeatPumpPlant } from '../plant/heat-pump.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareRunning, runningIntegers, runningSteps } from './running.ts'
import { declareSwitchRules } from './switch-rules.ts'

/** q = COP_t·p; with a minimum or rules P̲·o ≤ p ≤ P̄·o, o binary, and the rules on o. A minimum time on may bend (tier 1). */
export function declareHeatPump(pump: HeatPumpPlant, context: DeclareContext): AssetBlock {
  const { steps } = context.axis
  const { cop, minPowerKw, maxPowerKw, rules } = pump
  const power = context.block(pump, { kind: 'power', lower: 0, upper: maxPowerKw })
  for (let t = 0; t < steps; t++) {
    context.supply(pump.node, t, power + t, -1)
    context.supply(pump.heatNode, t, power + t, cop[t])
  }
  const isSwitched = minPowerKw > 0 || rules !== undefined
  const kind = rules ? 'running' : 'power'
  const limits = { kind, first: power, minKw: minPowerKw, maxKw: maxPowerKw } as const
  const running = isSwitched ? declareRunning(pump, context, limits) : undefined
  const bendKw = pump.hard.includes('minOnHours') ? 0 : minPowerKw
  if (rules && running !== undefined) declareSwitchRules(pump, context, { rules, running, bendKw })
  return {
    columns: { power },
    integersOf: ({ on }) => runningIntegers(running, on),
    publish: (x) => {
      const powerKw = x.slice(power, power + steps)
      const on = runningSteps(x, running, powerKw)
      const before = rules?.before?.on === false ? 0 : 1 // unknown: its first step is no start
      const startUp = on.map((now, t) => Math.max(0, now - (t === 0 ? before : on[t - 1])))
      return { powerKw, heatKw: powerKw.map((kw, t) => kw * cop[t]), on, startUp }
    },
  }
}

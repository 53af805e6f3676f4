import type { HeatPumpPlant } from '../plant/heat-pump.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareSwitched } from './switched.ts'

/** q = COP_t·p; with a minimum or rules P̲·o ≤ p ≤ P̄·o, o binary, and the rules on o. A minimum time on may bend (tier 1). */
export function declareHeatPump(pump: HeatPumpPlant, context: DeclareContext): AssetBlock {
  const { steps } = context.axis
  const { cop, minPowerKw, maxPowerKw, rules } = pump
  const power = context.block(pump, { kind: 'power', lower: 0, upper: maxPowerKw })
  for (let t = 0; t < steps; t++) {
    context.supply(pump.node, t, power + t, -1)
    context.supply(pump.heatNode, t, power + t, cop[t])
  }
  const { integersOf, stepsOf } = declareSwitched(pump, context, {
    kind: rules ? 'running' : 'power',
    first: power,
    minKw: minPowerKw,
    maxKw: maxPowerKw,
    rules,
    bendKw: pump.hard.includes('minOnHours') ? 0 : minPowerKw,
  })
  return {
    columns: { power },
    integersOf,
    publish: (x) => {
      const powerKw = x.slice(power, power + steps)
      return { powerKw, heatKw: powerKw.map((kw, t) => kw * cop[t]), ...stepsOf(x, powerKw) }
    },
  }
}

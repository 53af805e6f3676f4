import type { AssetPlant } from '../plant/plant.ts'
import type { SwitchRules } from '../plant/heat-pump.ts'
import type { AssetBlock, Columns, DeclareContext } from './declare.ts'
import { declareRunning, runningIntegers, runningSteps, startsOf, type Power } from './running.ts'
import { declareSwitchRules } from './switch-rules.ts'

interface Switching extends Power {
  readonly rules: SwitchRules | undefined
  /** kW by which a minimum time on is weighed where it may bend (tier 1); 0 where it never has to. */
  readonly bendKw: number
}
interface Switched extends Required<Pick<AssetBlock, 'integersOf'>> {
  /** What is published of it, from the power; shapes [T]. */
  readonly stepsOf: (x: Float64Array, powerKw: Float64Array) => { on: Columns[string]; startUp: Columns[string] }
}

/** With a minimum or rules P̲·o ≤ p ≤ P̄·o, o binary, and the rules on o; else it is on where it has power. */
export function declareSwitched(asset: AssetPlant, context: DeclareContext, switching: Switching): Switched {
  const { rules, minKw, bendKw } = switching
  const isSwitched = minKw > 0 || rules !== undefined
  const running = isSwitched ? declareRunning(asset, context, switching) : undefined
  if (rules && running !== undefined) declareSwitchRules(asset, context, { rules, running, bendKw })
  return {
    integersOf: ({ on }) => runningIntegers(running, on),
    stepsOf: (x, powerKw) => {
      const on = runningSteps(x, running, powerKw)
      return { on, startUp: startsOf(on, rules?.before?.on !== false) } // unknown: its first step is no start
    },
  }
}

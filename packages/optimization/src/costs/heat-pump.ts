import type { Columns } from '../assets/declare.ts'
import type { HeatPumpPlant } from '../plant/heat-pump.ts'
import type { Lines } from './line.ts'

export function heatPumpCosts({ rules }: HeatPumpPlant, { startUp }: Columns): Lines {
  if (rules?.startCost === undefined) return []
  return [['start', rules.startCost * startUp.reduce((sum, starts) => sum + starts, 0)]]
}

import type { Columns } from '../../assets/declare.ts'
import type { HeatPumpPlant } from '../../plant/heat-pump.ts'
import type { Plant } from '../../plant/plant.ts'
import type { Relaxation } from './bend.ts'
import { bentRun } from './min-up.ts'

/** A heat pump that must stop before its least time on is over (tier 1). */
export const bentHeatPump = ({ id, rules, heatNode }: HeatPumpPlant, plant: Plant, { on }: Columns): Relaxation[] =>
  bentRun(plant, {
    id,
    rules,
    on,
    title: 'heat pump',
    because: 'nothing can take its heat',
    remedies: [`give node "${plant.nodes[heatNode].name}" a store`],
  })

import type { Columns } from '../../assets/declare.ts'
import type { HeatPumpPlant } from '../../plant/heat-pump.ts'
import type { Plant } from '../../plant/plant.ts'
import { relaxationsOf, spans, sumKwh, type Relaxation } from './bend.ts'

/** A heat pump that must stop before its least time on is over (tier 1). */
export function bentHeatPump(pump: HeatPumpPlant, plant: Plant, { on }: Columns): Relaxation[] {
  const missing = owedSteps(pump, plant, on)
  const owedHours = sumKwh(plant, missing)
  const leastHours = ((pump.rules?.minOnMs ?? 0) / 3_600_000).toFixed(1)
  return relaxationsOf(pump, {
    kind: 'minUp',
    tier: 1,
    unit: 'h',
    missing,
    scale: 1,
    amount: () => owedHours,
    text: (ranges, amount) =>
      `heat pump "${pump.id}" must stop before it has run ${leastHours} h, for nothing can take its heat: ${amount} missing ${spans(plant, ranges)}`,
    remedies: () => [
      `lower minOnHours by ${owedHours.toFixed(1)} h`,
      `give node "${plant.nodes[pump.heatNode].name}" a store`,
    ],
  })
}

/** 1 where it is off although its last start obliges it to run; shape [T]. */
export function owedSteps({ rules }: Pick<HeatPumpPlant, 'rules'>, plant: Plant, on: Float64Array): Float64Array {
  const { startsMs } = plant.axis
  let startedMs = rules?.before?.on === true ? rules.before.sinceMs : -Infinity
  let wasOn = rules?.before ? rules.before.on : on[0] === 1
  return on.map((now, t) => {
    if (now === 1 && !wasOn) startedMs = startsMs[t]
    wasOn = now === 1
    return now === 0 && startedMs + (rules?.minOnMs ?? 0) > startsMs[t] ? 1 : 0
  })
}

import type { SwitchRules } from '../../plant/heat-pump.ts'
import type { Plant } from '../../plant/plant.ts'
import { relaxationsOf, spans, sumKwh, type Relaxation } from './bend.ts'

interface Run {
  readonly id: string
  readonly rules: SwitchRules | undefined
  /** 1 where it runs; shape [T]. */
  readonly on: Float64Array
  /** What it is called, and why it must stop. */
  readonly title: string
  readonly because: string
  readonly remedies: readonly string[]
}
/** A device that must stop before its least time on is over (tier 1). */
export function bentRun(plant: Plant, { id, rules, on, title, because, remedies }: Run): Relaxation[] {
  const missing = owedSteps(rules, plant, on)
  const owedHours = sumKwh(plant, missing)
  const leastHours = ((rules?.minOnMs ?? 0) / 3_600_000).toFixed(1)
  return relaxationsOf({ id }, {
    kind: 'minUp',
    tier: 1,
    unit: 'h',
    missing,
    scale: 1,
    amount: () => owedHours,
    text: (ranges, amount) =>
      `${title} "${id}" must stop before it has run ${leastHours} h, for ${because}: ${amount} missing ${spans(plant, ranges)}`,
    remedies: () => [`lower minOnHours by ${owedHours.toFixed(1)} h`, ...remedies],
  }) // prettier-ignore
}

/** 1 where it is off although its last start obliges it to run; shape [T]. */
function owedSteps(rules: SwitchRules | undefined, plant: Plant, on: Float64Array): Float64Array {
  const { startsMs } = plant.axis
  let startedMs = rules?.before?.on === true ? rules.before.sinceMs : -Infinity
  let wasOn = rules?.before ? rules.before.on : on[0] === 1
  return on.map((now, t) => {
    if (now === 1 && !wasOn) startedMs = startsMs[t]
    wasOn = now === 1
    return now === 0 && startedMs + (rules?.minOnMs ?? 0) > startsMs[t] ? 1 : 0
  })
}

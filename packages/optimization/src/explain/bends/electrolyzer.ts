import type { Columns } from '../../assets/declare.ts'
import { kgBy, madeKg, powerForKg } from '../../hydrogen.ts'
import type { ElectrolyzerPlant, HydrogenTarget } from '../../plant/electrolyzer.ts'
import type { Plant } from '../../plant/plant.ts'
import { clock } from '../../step-ranges.ts'
import { relaxationsOf, spans, sumKwh, type Relaxation } from './bend.ts'
import { owedSteps } from './heat-pump.ts'

/** A stop before the least time on is over (tier 1), kg that are missing when they are due (tier 3). */
export function bentElectrolyzer(electrolyzer: ElectrolyzerPlant, plant: Plant, columns: Columns): Relaxation[] {
  const targets = electrolyzer.targets.flatMap((target) => bentTarget(electrolyzer, plant, columns, target))
  return [...bentRun(electrolyzer, plant, columns), ...targets]
}

function bentTarget(
  electrolyzer: ElectrolyzerPlant,
  plant: Plant,
  { hydrogenKg }: Columns,
  target: HydrogenTarget,
): Relaxation[] {
  const missingKg = target.kg - kgBy(target, hydrogenKg)
  return relaxationsOf(electrolyzer, {
    kind: 'targets',
    tier: 3,
    unit: 'kg',
    missing: hydrogenKg.map((_, t) => (t === target.step ? missingKg : 0)),
    scale: target.kg,
    amount: () => missingKg,
    text: (_, amount) =>
      `electrolyzer "${electrolyzer.id}" cannot make ${target.kg.toFixed(1)} kg by ${clock(plant, target.byMs)}: ${amount} missing`,
    remedies: () => remediesOf(electrolyzer, plant, target, missingKg),
  })
}

/** Power where its ratings are in the way, else what it lacks of power. */
function remediesOf(
  electrolyzer: ElectrolyzerPlant,
  plant: Plant,
  target: HydrogenTarget,
  missingKg: number,
): string[] {
  const { maxPowerKw, loadSegments, minPowerKw } = electrolyzer
  const mostKg = kgBy(target, madeKg(electrolyzer, maxPowerKw, plant.axis.stepHours))
  const lower = `lower the target to ${(target.kg - missingKg).toFixed(1)} kg`
  if (mostKg < target.kg) return [lower, `with its ratings it makes at most ${mostKg.toFixed(1)} kg by then`]
  const hours = (target.byMs - plant.axis.startsMs[0]) / 3_600_000
  const meanKw = Math.max(powerForKg({ loadSegments }, target.kg / hours), minPowerKw)
  return [lower, `leave it ${meanKw.toFixed(1)} kW of power throughout`]
}

function bentRun(electrolyzer: ElectrolyzerPlant, plant: Plant, { on }: Columns): Relaxation[] {
  const missing = owedSteps(electrolyzer, plant, on)
  const owedHours = sumKwh(plant, missing)
  const leastHours = ((electrolyzer.rules?.minOnMs ?? 0) / 3_600_000).toFixed(1)
  return relaxationsOf(electrolyzer, {
    kind: 'minUp',
    tier: 1,
    unit: 'h',
    missing,
    scale: 1,
    amount: () => owedHours,
    text: (ranges, amount) =>
      `electrolyzer "${electrolyzer.id}" must stop before it has run ${leastHours} h, for it lacks power or may not run: ${amount} missing ${spans(plant, ranges)}`,
    remedies: () => [`lower minOnHours by ${owedHours.toFixed(1)} h`],
  })
}

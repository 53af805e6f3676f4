import type { Columns } from '../../assets/declare.ts'
import { kgBy, madeKg, powerForKg } from '../../hydrogen.ts'
import type { ElectrolyzerPlant, HydrogenTarget } from '../../plant/electrolyzer.ts'
import type { Plant } from '../../plant/plant.ts'
import { clock } from '../../step-ranges.ts'
import { relaxationsOf, type Relaxation } from './bend.ts'
import { bentRun } from './min-up.ts'

/** A stop before the least time on is over (tier 1), kg that are missing when they are due (tier 3). */
export function bentElectrolyzer(electrolyzer: ElectrolyzerPlant, plant: Plant, columns: Columns): Relaxation[] {
  const { id, rules } = electrolyzer
  const because = 'it lacks power or may not run'
  const run = bentRun(plant, { id, rules, on: columns['on'], title: 'electrolyzer', because, remedies: [] })
  return [...run, ...electrolyzer.targets.flatMap((target) => bentTarget(electrolyzer, plant, columns, target))]
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

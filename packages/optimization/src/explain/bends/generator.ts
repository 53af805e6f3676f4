import type { Columns } from '../../assets/declare.ts'
import type { GeneratorPlant } from '../../plant/generator.ts'
import type { Plant } from '../../plant/plant.ts'
import { clock } from '../../step-ranges.ts'
import { bentFlow, relaxationsOf, widen, type Relaxation } from './bend.ts'

/** Power and heat that must be made and find no way out, and a machine that cannot come down as it should (tier 1). */
export function bentGenerator(generator: GeneratorPlant, plant: Plant, columns: Columns): Relaxation[] {
  return [
    ...bentPower(generator, plant, columns),
    ...bentHeat(generator, plant, columns),
    ...bentDescent(generator, plant),
  ]
}

function bentPower(generator: GeneratorPlant, plant: Plant, { spilledKw }: Columns): Relaxation[] {
  if (spilledKw === undefined) return []
  return bentFlow(generator, plant, {
    kind: 'minPowerKw',
    kw: spilledKw,
    ofKw: generator.maxPowerKw,
    says: `generator "${generator.id}" must run but its power finds no way out`,
    fault: 'too much',
    remedies: (mostKw) => widen(plant, generator, 'export', mostKw),
  })
}

function bentHeat(generator: GeneratorPlant, plant: Plant, { dumpedKw }: Columns): Relaxation[] {
  const { heat } = generator
  if (!heat || heat.dump || dumpedKw === undefined) return []
  return bentFlow(generator, plant, {
    kind: 'heat',
    kw: dumpedKw,
    ofKw: dumpedKw,
    says: `generator "${generator.id}" makes heat that "${plant.nodes[heat.node].name}" has no use for`,
    fault: 'too much',
    remedies: () => [`allow "${generator.id}" to dump heat`],
  })
}

function bentDescent(generator: GeneratorPlant, plant: Plant): Relaxation[] {
  const { descent, commitment, maxPowerKw } = generator
  const { tripStep, tripKw } = descent
  if (tripStep === undefined) return []
  const at = clock(plant, plant.axis.startsMs[tripStep])
  const excessKw = tripKw - maxPowerKw[tripStep]
  const untilMs = commitment.switchedMs + commitment.minUpMs
  const held = untilMs > plant.axis.startsMs[tripStep] ? ` and must stay on until ${clock(plant, untilMs)}` : ''
  return relaxationsOf(generator, {
    kind: 'state',
    tier: 1,
    unit: 'kW',
    missing: maxPowerKw.map((_, t) => (t === tripStep ? Math.max(excessKw, 1) : 0)),
    scale: 0,
    amount: () => excessKw,
    text: (_, amount) =>
      `generator "${generator.id}" cannot be below ${tripKw.toFixed(1)} kW at ${at}${held}, ${amount} above its maximum there: it is taken off against its rules`,
    remedies: () => [`allow ${tripKw.toFixed(1)} kW at ${at}`],
  })
}

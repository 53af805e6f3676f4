import type { GeneratorHeat, GeneratorPlant } from '../plant/generator.ts'
import type { Columns, DeclareContext } from './declare.ts'

export interface HeatColumns {
  /** First of T columns of extracted heat; undefined where heat follows electricity. */
  readonly extracted: number | undefined
  publish(x: Float64Array, madeKw: Float64Array): Columns
}
interface Machine {
  readonly power: number
  readonly on: number
}

/**
 * Heat q = ratio·p, or extracted q ≤ Q̄u, whose fuel is that of the electricity β·q which it takes away. What is dumped
 * leaves the node again; where dumping is not allowed, it is a limit that bends (tier 1).
 */
export function declareGeneratorHeat(
  generator: GeneratorPlant,
  heat: GeneratorHeat,
  machine: Machine,
  context: DeclareContext,
): HeatColumns {
  const { steps } = context.axis
  const { ratio } = heat
  const extracted = ratio === undefined ? declareExtraction(generator, heat, machine, context) : undefined
  for (let t = 0; t < steps; t++) {
    if (extracted !== undefined) context.supply(heat.node, t, extracted + t, 1)
    if (ratio === undefined) continue
    context.supply(heat.node, t, machine.on + t, ratio * generator.minPowerKw)
    context.supply(heat.node, t, machine.power + t, ratio)
  }
  const bends = context.elastic && !generator.hard.includes('heat')
  const dump = heat.dump || bends ? declareDump(generator, heat, { ...machine, extracted }, context) : undefined
  return {
    extracted,
    publish: (x, madeKw) => {
      const madeHeatKw = madeKw.map((kw, t) => (extracted === undefined ? (ratio ?? 0) * kw : x[extracted + t]))
      if (dump === undefined) return { heatKw: madeHeatKw }
      const dumpedKw = x.slice(dump, dump + steps)
      return { heatKw: madeHeatKw.map((kw, t) => kw - dumpedKw[t]), dumpedKw }
    },
  }
}

function declareExtraction(
  generator: GeneratorPlant,
  { powerLossPerHeat, maxHeatKw }: GeneratorHeat,
  { on }: Machine,
  context: DeclareContext,
): number {
  const { builder, axis } = context
  const [only] = generator.costSegments
  const extracted = context.block(generator, {
    kind: 'heat',
    lower: 0,
    upper: Float64Array.from(generator.available, (available) => available * maxHeatKw),
    ...(generator.costSegments.length > 1
      ? {}
      : { line: 'fuel', cost: (t: number) => powerLossPerHeat * only.pricePerKwh * axis.stepHours[t] }),
  })
  for (let t = 0; t < axis.steps; t++) {
    const row = builder.row({ asset: generator.index, kind: 'heat', step: t, lower: -Infinity, upper: 0 })
    builder.entry(row, extracted + t, 1)
    builder.entry(row, on + t, -maxHeatKw)
  }
  return extracted
}

/** Dumped ≤ q, at each step. */
function declareDump(
  generator: GeneratorPlant,
  heat: GeneratorHeat,
  { power, on, extracted }: Machine & { extracted: number | undefined },
  context: DeclareContext,
): number {
  const { builder, axis } = context
  const { ratio = 0, maxHeatKw } = heat
  const mostKw = (maxKw: number): number => (extracted === undefined ? ratio * maxKw : maxHeatKw)
  const dump = context.block(generator, { kind: 'dump', lower: 0, upper: generator.maxPowerKw.map(mostKw) })
  for (let t = 0; t < axis.steps; t++) {
    const row = builder.row({ asset: generator.index, kind: 'dump', step: t, lower: -Infinity, upper: 0 })
    builder.entry(row, dump + t, 1)
    if (extracted === undefined) {
      builder.entry(row, on + t, -ratio * generator.minPowerKw)
      builder.entry(row, power + t, -ratio)
    } else builder.entry(row, extracted + t, -1)
    context.supply(heat.node, t, dump + t, -1)
    if (!heat.dump) context.slack(1, dump + t, axis.stepHours[t])
  }
  return dump
}

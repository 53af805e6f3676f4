import type { GeneratorPlant } from '../plant/generator.ts'
import type { Columns, DeclareContext } from './declare.ts'

interface Machine {
  readonly power: number
  readonly on: number
  readonly heat: number | undefined
}
export interface FuelColumns {
  integersAt(step: number, isOn: number, columns: Columns): Iterable<readonly [column: number, value: number]>
}

/**
 * Fired power above the minimum is the sum of its segments: f̃ = Σδ_k, δ_k ≤ size_k·u, each at its price. Rising prices fill in
 * order by themselves; where one falls, binaries s_k keep the order: δ_k ≥ size_k·s_k, δ_{k+1} ≤ size_{k+1}·s_k.
 */
export function declareFuel(generator: GeneratorPlant, machine: Machine, context: DeclareContext): FuelColumns {
  const { costSegments } = generator
  if (costSegments.length === 1) return { integersAt: () => [] }
  const segments = costSegments.map(({ sizeKw, pricePerKwh }) =>
    context.block(generator, {
      kind: 'segment',
      lower: 0,
      upper: sizeKw,
      line: 'fuel',
      cost: (t) => pricePerKwh * context.axis.stepHours[t],
    }),
  )
  for (let t = 0; t < context.axis.steps; t++) declareStep(generator, machine, segments, t, context)
  const falls = costSegments.some(({ pricePerKwh }, k) => k > 0 && pricePerKwh < costSegments[k - 1].pricePerKwh)
  if (!falls) return { integersAt: () => [] }
  const full = costSegments.slice(1).map(() => context.block(generator, { kind: 'order', lower: 0, upper: 1, integer: true })) // prettier-ignore
  declareOrder(generator, segments, full, context)
  return {
    integersAt: (t, isOn, columns) => {
      const aboveKw = firedKwAt(generator, columns, t) - generator.minPowerKw * isOn
      let openKw = aboveKw
      return full.map((first, k) => {
        openKw -= costSegments[k].sizeKw
        return [first + t, openKw >= 0 ? 1 : 0] as const
      })
    },
  }
}

const firedKwAt = ({ heat }: GeneratorPlant, columns: Columns, t: number): number => {
  const heatKw = (columns['heatKw']?.[t] ?? 0) + (columns['dumpedKw']?.[t] ?? 0)
  return columns['powerKw'][t] + (columns['spilledKw']?.[t] ?? 0) + (heat?.powerLossPerHeat ?? 0) * heatKw
}

function declareStep(
  generator: GeneratorPlant,
  { power, on, heat }: Machine,
  segments: readonly number[],
  t: number,
  { builder }: DeclareContext,
): void {
  const asset = generator.index
  const sum = builder.row({ asset, kind: 'fuel', step: t, lower: 0, upper: 0 })
  builder.entry(sum, power + t, 1)
  if (heat !== undefined) builder.entry(sum, heat + t, generator.heat?.powerLossPerHeat ?? 0)
  for (const [k, first] of segments.entries()) {
    builder.entry(sum, first + t, -1)
    const row = builder.row({ asset, kind: 'segment', step: t, lower: -Infinity, upper: 0 })
    builder.entry(row, first + t, 1)
    builder.entry(row, on + t, -generator.costSegments[k].sizeKw)
  }
}

function declareOrder(
  generator: GeneratorPlant,
  segments: readonly number[],
  full: readonly number[],
  { builder, axis }: DeclareContext,
): void {
  const { index: asset, costSegments } = generator
  for (let t = 0; t < axis.steps; t++)
    for (const [k, first] of full.entries()) {
      const before = builder.row({ asset, kind: 'order', step: t, lower: 0, upper: Infinity })
      builder.entry(before, segments[k] + t, 1)
      builder.entry(before, first + t, -costSegments[k].sizeKw)
      const after = builder.row({ asset, kind: 'order', step: t, lower: -Infinity, upper: 0 })
      builder.entry(after, segments[k + 1] + t, 1)
      builder.entry(after, first + t, -costSegments[k + 1].sizeKw)
    }
}

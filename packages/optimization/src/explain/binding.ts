// Limits that cost money: bounds at which a column stands although its reduced cost would have it go further.
import type { OptimizeResult } from '@omarino/contracts'
import type { Dispatch } from '../dispatch.ts'
import { KINDS, NO_ASSET, type Kind, type SparseModel } from '../model.ts'
import type { Plant } from '../plant/plant.ts'
import { rangesWhere, span } from '../step-ranges.ts'

type Binding = NonNullable<OptimizeResult['binding']>[number]

/** Bounds that are limits of the field, and what they are called. A power's price is per kWh, a store's per kWh held. */
const LIMITS: Partial<Record<Kind, { readonly lower?: Limit; readonly upper?: Limit }>> = {
  import: { upper: { kind: 'importLimitKw', words: 'import limit', per: 'power' } },
  export: { upper: { kind: 'exportLimitKw', words: 'export limit', per: 'power' } },
  charge: { upper: { kind: 'maxChargeKw', words: 'charging power', per: 'power' } },
  discharge: { upper: { kind: 'maxDischargeKw', words: 'discharging power', per: 'power' } },
  energy: {
    upper: { kind: 'socMax', words: 'capacity', per: 'energy' },
    lower: { kind: 'socMin', words: 'least energy', per: 'energy' },
  },
  heat: { upper: { kind: 'maxHeatKw', words: 'heating power', per: 'power' } },
}
interface Limit {
  readonly kind: string
  readonly words: string
  readonly per: 'power' | 'energy'
}
const AT_BOUND = 1e-6
const WORTH = 1e-6 // money per unit; less is noise of the solver

/**
 * One entry per asset, limit and run of steps; `shadowPrice` is the mean saving per kWh of a wider limit.
 * @param x the point, shape [columns]; `rowDuals` of the same linear model
 */
export function bindingLimits(
  plant: Plant,
  { model, blocks }: Dispatch,
  x: Float64Array,
  rowDuals: Float64Array,
): Binding[] {
  const worth = worthOfLimits(model, x, rowDuals)
  const found: Binding[] = []
  for (const [key, perStep] of worth) {
    const [asset, name, side] = key.split(' ') as [string, Kind, 'lower' | 'upper']
    const limit = LIMITS[name]?.[side]
    const owner = plant.assets[Number(asset)]
    if (!limit || !blocks[owner.index]) continue
    const { stepHours, steps } = plant.axis
    const unitHours = (t: number): number => (limit.per === 'power' ? stepHours[t] : 1)
    for (const range of rangesWhere(steps, (t) => (perStep.get(t) ?? 0) > WORTH * unitHours(t))) {
      let sum = 0
      for (let t = range[0]; t < range[1]; t++) sum += (perStep.get(t) ?? 0) / unitHours(t)
      const shadowPrice = Math.round((sum / (range[1] - range[0])) * 1e9) / 1e9
      const text =
        `${owner.type} "${owner.id}": the ${limit.words} binds ${span(plant, range)}; ` +
        `one kWh ${side === 'upper' ? 'more' : 'less'} would save ${shadowPrice.toFixed(3)} ${plant.currency}`
      found.push({
        assetId: owner.id,
        kind: limit.kind,
        steps: [range],
        shadowPrice,
        unit: `${plant.currency}/kWh`,
        text,
      })
    }
  }
  return found
}

/** By asset, kind and side: what a step's bound costs per unit of the column. */
function worthOfLimits(model: SparseModel, x: Float64Array, rowDuals: Float64Array): Map<string, Map<number, number>> {
  const worth = new Map<string, Map<number, number>>()
  for (let column = 0; column < model.columns; column++) {
    const kind = KINDS[model.colTags.kind[column]]
    const asset = model.colTags.asset[column]
    if (!LIMITS[kind] || asset === NO_ASSET || model.colLower[column] === model.colUpper[column]) continue
    let reduced = model.cost[column]
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++)
      reduced -= rowDuals[model.indices[k]] * model.values[k]
    const atUpper = x[column] >= model.colUpper[column] - AT_BOUND && reduced < 0
    const atLower = model.colLower[column] > 0 && x[column] <= model.colLower[column] + AT_BOUND && reduced > 0
    const side = atUpper ? 'upper' : atLower ? 'lower' : undefined
    if (!side || !LIMITS[kind]?.[side]) continue
    const key = `${asset} ${kind} ${side}`
    const steps = worth.get(key) ?? new Map<number, number>()
    steps.set(model.colTags.step[column], Math.abs(reduced))
    worth.set(key, steps)
  }
  return worth
}

// From the solver's columns to what is published: schedules, cost lines by their tags, and prices from the duals.
import { COST_LINES, objectiveOf, rounded, type CostLine } from './cost-lines.ts'
import type { Dispatch } from './dispatch.ts'
import { ownersOf, type Plant } from './plant/plant.ts'
import { costsOf, type Schedules } from './schedule-costs.ts'

/** A schedule with its price. `objective` is the left-to-right sum of `costs`, those of money at their weight. */
export interface Plan {
  readonly schedules: Schedules
  readonly costs: readonly CostLine[]
  readonly objective: number
}

/** The plan that a point of the model stands for; costs come from the model's own columns. */
export function planOf(plant: Plant, dispatch: Dispatch, x: Float64Array): Plan {
  const own = plant.assets.map(({ id, index }) => {
    const columns = { ...dispatch.blocks[index].publish(x), ...dispatch.reserves.heldBy(index, x) }
    return [id, roundedColumns(columns)] as const
  })
  const offers = Object.entries(dispatch.reserves.offers(x)).map(
    ([id, columns]) => [id, roundedColumns(columns)] as const,
  )
  return priced(plant, Object.fromEntries([...own, ...offers]), modelCosts(plant, dispatch, x))
}

/** A schedule that came from elsewhere, priced from its numbers. */
export function planOfSchedules(plant: Plant, schedules: Schedules): Plan {
  const kept = Object.fromEntries(Object.entries(schedules).map(([id, columns]) => [id, roundedColumns(columns)]))
  return priced(plant, kept, costsOf(plant, kept))
}

function priced(plant: Plant, schedules: Schedules, lines: readonly CostLine[]): Plan {
  const costs = lines.map((line) => ({ ...line, amount: rounded(line.amount) }))
  return { schedules, costs, objective: objectiveOf(costs, plant.wants.moneyWeight) }
}

const roundedColumns = (columns: Readonly<Record<string, Float64Array>>): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.map(rounded)]))

/** Sums cost · x and the constants by (owner, line), in that order; the site's own lines last. */
function modelCosts(plant: Plant, { priced: model }: Dispatch, x: Float64Array): CostLine[] {
  const lines = COST_LINES.length
  const owners = ownersOf(plant)
  const amounts = new Float64Array((owners.length + 1) * lines).fill(NaN)
  const add = (asset: number, line: number, amount: number): void => {
    if (line === 0) return
    const at = Math.min(asset, owners.length) * lines + line
    amounts[at] = (Number.isNaN(amounts[at]) ? 0 : amounts[at]) + amount
  }
  for (const [column, value] of x.entries())
    add(model.colTags.asset[column], model.colTags.line[column], model.cost[column] * value)
  for (const { asset, line, amount } of model.constants) add(asset, line, amount)
  return [...amounts.entries()]
    .filter(([, amount]) => !Number.isNaN(amount))
    .map(([at, amount]) => ({
      line: COST_LINES[at % lines],
      assetId: owners[Math.floor(at / lines)]?.id ?? null,
      amount,
    }))
}

/** Prices per kWh, shape [T]: of one kWh more at each node, and of one more unit in each store. */
export interface DualPrices {
  readonly marginal: Schedules[string]
  readonly stored: Schedules[string]
}

/**
 * Reads prices from the duals of the last linear model. A dual is ∂cost/∂(right side): the balance has consumption there,
 * so that it is the price of one kW more over the step; the energy row has a gift of energy there, so that its negative is
 * the value of a stored kWh at the step's end.
 */
export function pricesOf(plant: Plant, dispatch: Dispatch, rowDuals: Float64Array): DualPrices {
  const { steps, stepHours } = plant.axis
  const marginal = plant.nodes.map(({ name }, node) => {
    const first = dispatch.balanceRow + node * steps
    return [name, rowDuals.slice(first, first + steps).map((dual, t) => rounded(dual / stepHours[t]))] as const
  })
  const stored = plant.assets.flatMap(({ id, index }) => {
    const { storeRow, storeHolds = () => true, depthRows } = dispatch.blocks[index]
    if (storeRow === undefined) return []
    const valueAt = (t: number): number => {
      const slices = depthRows?.map((first) => -rowDuals[first + t]) ?? [0]
      return rounded(Math.max(...slices) - rowDuals[storeRow + t])
    }
    return [[id, Float64Array.from({ length: steps }, (_, t) => (storeHolds(t) ? valueAt(t) : NaN))] as const]
  })
  return { marginal: Object.fromEntries(marginal), stored: Object.fromEntries(stored) }
}

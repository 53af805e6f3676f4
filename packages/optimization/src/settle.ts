import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { rounded, totalOf, type CostLine } from './cost-lines.ts'
import { assetsOf, readPlant, type Plant } from './plant/plant.ts'
import { published } from './published-columns.ts'
import { keepingEnds } from './rule-start.ts'
import { costsOf, type Schedules } from './schedule-costs.ts'
import { simulate } from './simulate.ts'

/** A plan as it was published, storage that does nothing, or the greedy rule of a plain controller. */
export type SettledPlan = OptimizeResult['schedules'] | 'idle' | 'rule'
/** What a site pays when it follows a plan while load and generation are as the request says. */
export interface Settlement {
  /** Money over the horizon in the site's currency; the lines sum to it. */
  readonly cost: number
  readonly costs: readonly CostLine[]
  readonly schedules: OptimizeResult['schedules']
  /** Energy that passed the grid connection beyond its limits, kWh: it did flow, so it is paid for and told. */
  readonly beyondLimitsKwh: number
}

/**
 * Costs a plan against the profiles of `request`, forecasts or actuals alike: the one function behind every comparison.
 * Each battery follows the plan's power as far as it can; a renewable that the plan curtailed is held to the planned
 * power, one that it did not runs free; load is shed as planned; the grid takes the difference. Start SoC and end value
 * are those of the request, so that plan, idle and perfect foresight are comparable.
 * @param request the horizon settled; put measured arrays into `forecasts` and `prices` to settle on actuals
 * @param plan    schedules of a result over the same steps, 'idle' or 'rule'
 * @throws Failure 'invalid' when values are missing, a node has no grid connection or the plan has other steps
 */
export function settle(request: OptimizeRequest, plan: SettledPlan): Settlement {
  const plant = readPlant(request)
  refuseIslands(plant)
  const planned = typeof plan === 'string' ? undefined : plan
  const schedules = simulate(plan === 'rule' ? keepingEnds(plant) : plant, {
    storage: plan === 'rule' ? 'greedy' : 'idle',
    ...(planned && {
      planned: (id: string, name: string, step: number) => valueAt(planned, id, name, step, plant.axis.steps),
    }),
    beyondLimits: 'exceed',
  })
  const costs = costsOf(plant, schedules).map((line) => ({ ...line, amount: rounded(line.amount) }))
  const beyondLimitsKwh = rounded(beyondLimits(plant, schedules))
  return { cost: totalOf(costs), costs, schedules: published(schedules), beyondLimitsKwh }
}

/** What the site pays when every battery does nothing; see `settle`. */
export const idleCost = (request: OptimizeRequest): Settlement => settle(request, 'idle')

function valueAt(plan: OptimizeResult['schedules'], id: string, name: string, step: number, steps: number): number {
  const values = plan[id]?.[name]
  if (values?.length === steps && typeof values[step] === 'number') return values[step]
  const text = `the plan of "${id}" has no ${name} at step ${step} of ${steps}`
  throw new Failure('invalid', 'PLAN_DOES_NOT_FIT', text)
}

function refuseIslands(plant: Plant): void {
  const island = plant.nodes.findIndex(
    ({ carrier }, node) => carrier === 'electricity' && !assetsOf(plant, 'grid').some((grid) => grid.node === node),
  )
  if (island < 0) return
  const text = `node "${plant.nodes[island].name}" has no grid connection that could take the difference`
  throw new Failure('invalid', 'NODE_WITHOUT_GRID', text, '/assets')
}

function beyondLimits(plant: Plant, schedules: Schedules): number {
  let kwh = 0
  for (const grid of assetsOf(plant, 'grid'))
    for (const [t, kw] of schedules[grid.id]['powerKw'].entries())
      kwh += Math.max(0, kw - grid.importLimitKw[t], -kw - grid.exportLimitKw[t]) * plant.axis.stepHours[t]
  return kwh
}

// Costs of what belongs to the whole site, from published schedules alone.
import type { CostLine } from '../cost-lines.ts'
import { siteTotals } from '../emissions.ts'
import type { Plant } from '../plant/plant.ts'
import type { LimitPlant, ReservePlant } from '../plant/site-wide.ts'
import type { Schedules } from '../schedule-costs.ts'
import { accountsOf } from '../site-wide/accounts.ts'
import { peakCost } from './grid.ts'

/** Income of reserves, shared demand charges, then the site's own accounts. */
export function siteCosts(plant: Plant, schedules: Schedules): CostLine[] {
  const { stepHours } = plant.axis
  const reserves = plant.reserves.map((reserve): CostLine => ({
    line: 'reserve',
    assetId: reserve.id,
    amount: -incomeOf(reserve, schedules, stepHours),
  }))
  const limits = plant.limits.flatMap((limit): CostLine[] =>
    limit.demandCharge
      ? [
          {
            line: 'demand',
            assetId: limit.id,
            amount: peakCost(limit.demandCharge, alongKw(plant, limit, schedules), stepHours),
          },
        ]
      : [],
  )
  const totals = siteTotals(plant, schedules)
  const accounts = accountsOf(plant.wants).map(({ quantity, line, pricePerUnit }): CostLine => ({
    line,
    assetId: null,
    amount: pricePerUnit * totals[quantity],
  }))
  return [...reserves, ...limits, ...accounts]
}

/** Net import of the connections of a limit, kW; shape [T]. */
export function sharedKw(plant: Plant, limit: LimitPlant, schedules: Schedules): Float64Array {
  const sum = new Float64Array(plant.axis.steps)
  for (const grid of limit.grids)
    for (const [t, kw] of schedules[plant.assets[grid].id]['powerKw'].entries()) sum[t] += kw
  return sum
}

const alongKw = (plant: Plant, limit: LimitPlant, schedules: Schedules): Float64Array =>
  sharedKw(plant, limit, schedules).map((kw) => (limit.direction === 'import' ? kw : -kw))

function incomeOf(reserve: ReservePlant, schedules: Schedules, stepHours: Float64Array): number {
  const offerKw = schedules[reserve.id]?.['offerKw']
  return offerKw ? offerKw.reduce((sum, kw, t) => sum + kw * reserve.pricePerKwPerHour[t] * stepHours[t], 0) : 0
}

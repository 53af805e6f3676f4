import type { LoadPlant } from '../plant/load.ts'
import type { Play } from './play.ts'

/** Sheds what the plan sheds at its price, nothing else. */
export function playLoad(load: LoadPlant, t: number, { schedules, orders, surplusKw }: Play): void {
  const neededKw = load.powerKw[t]
  const plannedKw = load.shedCostPerKwh === undefined ? 0 : (orders.planned?.(load.id, 'shedKw', t) ?? 0)
  const shedKw = Math.min(plannedKw, Math.max(0, neededKw))
  schedules[load.id]['shedKw'][t] = shedKw
  schedules[load.id]['powerKw'][t] = neededKw - shedKw
  surplusKw[load.node] -= neededKw - shedKw
}

import type { RenewablePlant } from '../plant/renewable.ts'
import type { Play } from './play.ts'

const CURTAILED_KW = 1e-6 // below, a plan did not curtail

/** One that the plan curtailed is held to the planned power, one that it did not runs free. */
export function playRenewable(source: RenewablePlant, t: number, { schedules, orders, surplusKw }: Play): void {
  const { id, curtailable, availableKw } = source
  const isHeld = curtailable && (orders.planned?.(id, 'curtailedKw', t) ?? 0) > CURTAILED_KW
  const capKw = isHeld ? Math.max(orders.planned?.(id, 'powerKw', t) ?? Infinity, 0) : Infinity
  const usedKw = Math.min(availableKw[t], capKw)
  schedules[id]['curtailedKw'][t] = availableKw[t] - usedKw
  schedules[id]['powerKw'][t] = usedKw
  surplusKw[source.node] += usedKw
}
